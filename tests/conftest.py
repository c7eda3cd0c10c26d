"""Tests that need tools which are not ours run where those are, and are skipped elsewhere."""

import os
import signal

import pytest

from tests.place import PLACE


def pytest_configure() -> None:
    """Hear Ctrl-C though we were started in the background: the programs of tests inherit that."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip only on a machine that names no tools: where it does, a missing one is a failure."""
    if item.get_closest_marker("tools") and not os.environ.get(PLACE):
        pytest.skip(f"{PLACE} names no folder of tools; README says how to run these")
