from itertools import product

import pytest


@pytest.fixture(autouse=True)
def _no_proxy_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test starts as on a machine without a proxy."""
    for name, case in product(("http", "https", "all", "no"), (str.lower, str.upper)):
        monkeypatch.delenv(case(f"{name}_proxy"), raising=False)
