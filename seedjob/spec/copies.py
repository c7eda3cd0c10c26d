"""An anchored value to the copies that its aliases stand for, within bounds."""

from typing import Final

DEEPEST: Final = 32
MOST_COPIED: Final = 20_000


class Overgrown(Exception):  # noqa: N818 - it ends a copy, it is no error of the program
    """The copies of a text grow too many; nothing more is copied."""


class TooDeep(Exception):  # noqa: N818 - the same
    """A copy would lie deeper than any value may."""


class Copies:
    """Copies values for one text, and counts them."""

    def __init__(self) -> None:
        self._left = MOST_COPIED

    def make(self, value: object, depth: int) -> object:
        """Copy a value that stands `depth` collections deep."""
        self._left -= 1
        if self._left < 0:
            raise Overgrown
        if not isinstance(value, dict | list):
            return value
        if depth >= DEEPEST:
            raise TooDeep
        if isinstance(value, list):
            return [self.make(item, depth + 1) for item in value]
        return {key: self.make(item, depth + 1) for key, item in value.items()}
