"""Shares of trouble to whether a request meets it: the same each time for the same seed."""

from argparse import ArgumentParser
from collections.abc import Mapping
from dataclasses import dataclass, fields
from hashlib import blake2b
from typing import Final


@dataclass(frozen=True, slots=True)
class Chances:
    """Shares from 0 to 1 of the requests of a kind, and mean seconds; `seed` decides which."""

    seed: int = 0
    lost: float = 0.0
    create_5xx: float = 0.0
    create_429: float = 0.0
    poll_429: float = 0.0
    poll_broken: float = 0.0
    cut: float = 0.0
    create_takes: float = 0.0
    renders: float = 0.0


HELP: Final[Mapping[str, str]] = {
    "seed": "decides which requests meet trouble",
    "lost": "share of creates that are accepted and never answered",
    "create_5xx": "share of creates answered with a 5xx, half of them accepted",
    "create_429": "share of creates refused with a 429, to be tried again at once",
    "poll_429": "share of polls answered with a 429, half of them with Retry-After: 0",
    "poll_broken": "share of polls answered with HTML, half a JSON, nothing, or a reset",
    "cut": "share of downloads that end in their midst",
    "create_takes": "mean seconds until a create is answered",
    "renders": "mean seconds until a task is completed",
}


def options(parser: ArgumentParser) -> None:
    """Give a command the flags that set the chances."""
    for one in fields(Chances):
        kind = int if one.name == "seed" else float
        flag = f"--{one.name.replace('_', '-')}"
        parser.add_argument(flag, type=kind, default=one.default, help=HELP[one.name])


def words(chances: Chances) -> list[str]:
    """Write the chances as flags."""
    named = ((one.name.replace("_", "-"), getattr(chances, one.name)) for one in fields(Chances))
    return [f"--{name}={value}" for name, value in named]


def draw(seed: int, *about: object) -> float:
    """Give a number from 0 to 1 that belongs to `about`, whatever was drawn before."""
    text = f"{seed} {about}".encode()
    return int.from_bytes(blake2b(text, digest_size=7).digest()) / 2.0**56
