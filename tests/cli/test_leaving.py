"""The first signal ends a run soon, whatever hangs, where nothing is in flight."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.cli.gateway import elsewhere
from tests.cli.program import project

SOON = 20.0
"""Seconds; 7 as design has it, and what a busy machine needs to start and to end a process."""
LONG = 120
"""Seconds for which what holds a run back would hold it."""


def test_a_second_signal_leaves_at_once_where_nobody_hears_it(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    reading, writing = os.pipe()
    env = {"PATH": os.environ["PATH"], "HOME": str(root), "SEEDJOB_API_KEY": "k"}
    with elsewhere() as gateway:
        gateway.create_takes = LONG
        words = ("-m", "seedjob", "run", "--yes", "--base-url", gateway.base)
        with subprocess.Popen(
            [sys.executable, *words], cwd=root, env=env, stderr=writing
        ) as process:
            while not gateway.creates:
                time.sleep(0.01)
            os.close(writing)
            os.close(reading)
            began = time.monotonic()

            while process.poll() is None:  # of the later ones those too soon are echoes
                process.send_signal(signal.SIGINT)
                with suppress(subprocess.TimeoutExpired):
                    process.wait(timeout=1)
            took = time.monotonic() - began

    assert process.returncode == 10
    assert took < LONG / 2


HANGING = """
import socket, time

def hang(*_, **__):
    time.sleep(LONG)

socket.getaddrinfo = hang
from seedjob.cli import main
main()
"""
"""The program on a machine whose resolver does not answer, which nothing can interrupt."""


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_resolver_that_hangs_holds_nobody_back(
    number: signal.Signals, code: int, tmp_path: Path
) -> None:
    root = project(tmp_path / "p")
    words = ("run", "--yes", "--base-url", "https://gateway.example")
    env = {"PATH": os.environ["PATH"], "HOME": str(root), "SEEDJOB_API_KEY": "k"}
    with subprocess.Popen(
        [sys.executable, "-c", HANGING.replace("LONG", str(LONG)), *words],
        cwd=root,
        env=env,
        stderr=subprocess.PIPE,
    ) as process:
        manifest = root / "specs" / "fox.manifest.json"
        while not manifest.exists():
            assert process.poll() is None, "it ended before it asked"
            time.sleep(0.01)
        time.sleep(0.3)
        began = time.monotonic()

        process.send_signal(number)
        process.communicate(timeout=60)

    assert code == process.returncode
    assert time.monotonic() - began < SOON
    assert not manifest.exists(), "what was never sent is no unknown"
