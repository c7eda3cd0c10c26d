"""A document whose items say another type than they are, to what they are, and to that fault."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from seedjob.diagnostic import Finding
from seedjob.models.content import ROLES
from seedjob.spec.items import items

_BODIES: Final[Mapping[str, str]] = {kind: kind for kind in ROLES} | {"text_file": "text"}
"""Key that only one type of item has, to that type."""


def retyped(data: Any) -> tuple[Any, tuple[Finding, ...]]:
    """Give the document with the types that its items' bodies and roles speak for.

    One wrong type would be told as many faults: of keys, of the role, of what is missing.
    """
    wrong = dict(_wrong(data))
    if not wrong:
        return data, ()
    content = list(data["content"])
    for index, (kind, _) in wrong.items():
        content[index] = content[index] | {"type": kind}
    return data | {"content": content}, tuple(finding for _, finding in wrong.values())


def _wrong(data: Any) -> Iterator[tuple[int, tuple[str, Finding]]]:
    for index, kind, item in items(data):
        bodies = [key for key in _BODIES if key in item]
        meant = _BODIES[bodies[0]] if len(bodies) == 1 else kind
        if meant != kind and _speaks_for(meant, kind, item.get("role")):
            message = f"'{kind}' is not the type of an item with '{bodies[0]}'"
            route = ("content", index, "type")
            yield index, (meant, Finding("content-type", route, message, f"write {meant}"))


def _speaks_for(meant: str, kind: str, role: object) -> bool:
    """Tell whether the type is wrong, and not the body's key: the role of the two decides."""
    own = isinstance(role, str) and role in ROLES[meant]
    return own or (role is None and "text" in {meant, kind})
