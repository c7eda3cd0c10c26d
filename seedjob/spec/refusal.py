"""What YAML reading refuses: a fault with its place and what to write instead."""

from dataclasses import dataclass
from typing import Final

from seedjob.diagnostic import Place, Related

LONGEST_SHOWN: Final = 40


@dataclass(frozen=True, slots=True)
class Refusal:
    """One trap or fault of a YAML text, at its place."""

    place: Place
    rule: str
    message: str
    hint: str | None = None
    related: tuple[Related, ...] = ()


def shown(value: str) -> str:
    """Quote a value for a message: short, on one line, nothing invisible."""
    visible = "".join(map(_visible, value[: LONGEST_SHOWN + 1]))
    short = visible if len(value) <= LONGEST_SHOWN else visible[: LONGEST_SHOWN - 1] + "…"
    return f"'{short}'"


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    return character.encode("unicode_escape").decode("ascii")
