"""The brackets open at a stumble, to the one that the text never closes."""

import re
from collections.abc import Sequence
from typing import Final

_CLOSING: Final = {"[": "]", "{": "}"}
_PIECE: Final = re.compile(
    r"""(?<=[\s\[{,:])'(?:[^']|'')*+'|(?<=[\s\[{,:])"(?:[^"\\]|\\.)*+"|(?<=\s)#[^\n\r]*|[\[\]{}]""",
    re.DOTALL,
)


def unclosed_bracket(text: str, openings: Sequence[int]) -> int | None:
    """Find the innermost opening bracket, of those at these indexes, that has no closing one."""
    return next((at for at in reversed(openings) if not _is_closed(text, at)), None)


def _is_closed(text: str, at: int) -> bool:
    expected: list[str] = []
    for found in _PIECE.finditer(text, at):
        piece = found.group()
        if piece in _CLOSING:
            expected.append(_CLOSING[piece])
        elif piece in {"]", "}"}:
            if expected.pop() != piece:
                return False
            if not expected:
                return True
    return False
