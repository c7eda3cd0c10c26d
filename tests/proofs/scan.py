"""Everything that runs wrote to the places where it holds a secret: none."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from tests.proofs.forms import held
from tests.proofs.judge import Found
from tests.proofs.place import KEY, MARK, Place

SECRETS: Final[Mapping[str, bytes]] = {"key": KEY.encode(), "signed link": MARK.encode()}


def scan(place: Place) -> Found:
    """Look through every file of the project, its name, and all that was printed."""
    found = (
        f"{path.relative_to(place.root)}: {told}"
        for folder in (place.project, place.said)
        for path in sorted(folder.rglob("*"))
        for told in leaks(_bytes(path))
    )
    return Found(leaks=frozenset(found))


def leaks(data: bytes) -> Iterator[str]:
    """Name each secret that the bytes hold, and how it is written there."""
    for name, secret in SECRETS.items():
        for how in held(data, secret):
            yield f"{name}, {how}"


def _bytes(path: Path) -> bytes:
    return str(path).encode() + b"\n" + (path.read_bytes() if path.is_file() else b"")
