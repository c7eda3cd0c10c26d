"""Parts that items play to JSON Schema of such an item."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from seedjob.models.content import ROLES, TYPE_OF

Clause = Mapping[str, Any]

ROLELESS: Final[Clause] = {
    "type": "object",
    "properties": {"type": {"const": "image_url"}},
    "required": ["type"],
    "not": {"required": ["role"]},
}


def item(part: str) -> Clause:
    """Describe an item that plays `part`, whether or not its role is written."""
    if part == "first_frame":
        return {"anyOf": [written(part), ROLELESS]}
    return typed(TYPE_OF[part]) if part == "text" or _only(part) else written(part)


def written(part: str) -> Clause:
    """Describe an item that plays `part` by its written role."""
    if part == "text":
        return typed("text")
    properties = {"type": {"const": TYPE_OF[part]}, "role": {"const": part}}
    return {"type": "object", "properties": properties, "required": ["type", "role"]}


def typed(kind: str) -> Clause:
    """Describe an item by its type."""
    return {"type": "object", "properties": {"type": {"const": kind}}, "required": ["type"]}


def any_of(parts: Sequence[str]) -> Clause:
    """Describe an item that plays one of `parts`."""
    return item(parts[0]) if len(parts) == 1 else {"anyOf": [item(part) for part in parts]}


def _only(part: str) -> bool:
    """Tell whether the type of `part` has no other role, so that it need not be written."""
    return ROLES[TYPE_OF[part]] == (part,)
