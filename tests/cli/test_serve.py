"""`serve` is a gateway for any client, until it is told to end."""

import json
import signal
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.cli.program import project, seedjob, start

BODY = {
    "model": "seedance_2_0_x1_official",
    "content": [
        {"type": "text", "text": "A fox"},
        {"type": "image_url", "image_url": {"url": "asset-1"}},
    ],
}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_prints_where_it_stands_answers_and_ends(number: signal.Signals, tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    with start(root, "serve", "--port", "0") as process:
        assert process.stdout
        base = urlsplit(process.stdout.readline().strip())
        assert base.hostname
        connection = HTTPConnection(base.hostname, base.port, timeout=60)
        headers = {"Authorization": "Bearer any", "Content-Type": "application/json"}
        connection.request("POST", "/v1/seedance-x1/videos", json.dumps(BODY), headers)
        answer = json.loads(connection.getresponse().read())
        connection.close()
        process.send_signal(number)
        _, err = process.communicate(timeout=60)

    assert (0, "queued") == (process.returncode, answer["status"])
    assert "Traceback" not in err


def test_a_port_in_use_is_said(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    with start(root, "serve", "--port", "0") as process:
        assert process.stdout
        port = urlsplit(process.stdout.readline().strip()).port
        done = seedjob(root, "serve", "--port", str(port))
        process.terminate()

    assert done.code == 2
    assert f"port {port} of 127.0.0.1 cannot be used" in done.err
