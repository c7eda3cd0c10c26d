"""Where `validate` refuses what the published schema takes: by name, with the reason."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tests.agreement.values import SOUND


@dataclass(frozen=True)
class Difference:
    """A difference between judges: why it is right, and what makes it go away.

    `mend` turns one value, behind its key, into one of which all judges think alike.
    """

    why: str
    mend: Callable[[str, Any], Any]

    def mended(self, document: Any, key: str = "") -> Any:
        """Give the document without what the judges differ about."""
        match document:
            case dict():
                return {name: self.mended(value, name) for name, value in document.items()}
            case list():
                return [self.mended(value, key) for value in document]
            case _:
                return self.mend(key, document)


def _whole(key: str, value: Any) -> Any:
    whole = isinstance(value, float) and value.is_integer() and key in ("duration", "version")
    return int(value) if whole else value


def _there(key: str, value: Any) -> Any:
    lost = key in ("path", "text_file") and isinstance(value, str) and value not in SOUND[key]
    return SOUND[key][0] if lost else value


DIFFERENCES: Final[Mapping[str, Difference]] = {
    "whole float": Difference(
        "JSON Schema takes 5.0 for an integer; the service asks for a whole number, so write 5",
        _whole,
    ),
    "file": Difference(
        "only who looks at the disk sees that a file is not there, or lies outside of the project",
        _there,
    ),
}
"""Every difference that there is; in each of them it is `validate` that refuses."""


def named(document: Any) -> tuple[str, ...]:
    """Name the differences that a document may meet."""
    return tuple(
        name for name, one in DIFFERENCES.items() if repr(one.mended(document)) != repr(document)
    )


def mended(document: Any) -> Any:
    """Give the document without anything that judges differ about."""
    for one in DIFFERENCES.values():
        document = one.mended(document)
    return document
