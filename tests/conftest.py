"""Tests that need tools which are not ours run where those are, and are skipped elsewhere."""

import os

import pytest

from tests.place import PLACE


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip only on a machine that names no tools: where it does, a missing one is a failure."""
    if item.get_closest_marker("tools") and not os.environ.get(PLACE):
        pytest.skip(f"{PLACE} names no folder of tools; README says how to run these")
