"""A request to what it asks for: its path, its key, its body."""

import json
from typing import Any

from seedjob.local.links import PREFIX as FILES
from seedjob.local.rules import Refusal
from seedjob.local.wire import Request

CREATE = "/v1/seedance-x1/videos"
RESULT = "/v1/result/"


def methods(path: str) -> tuple[str, ...]:
    """Tell how a path may be asked for; nothing stands where there is no way."""
    if path == CREATE:
        return ("POST",)
    if path.startswith(RESULT) and len(path) > len(RESULT):
        return ("GET",)
    return ("GET", "HEAD") if path.startswith(FILES) else ()


def has_key(request: Request) -> bool:
    """Tell whether a request bears a key; any is good here."""
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    return scheme.lower() == "bearer" and bool(key.strip())


def parsed(request: Request) -> Any | Refusal:
    """Read the body of a create, or say why it cannot be read."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        return Refusal("InvalidParameter", f"content-type must be application/json, not {kind!r}")
    try:
        return json.loads(request.body.decode("utf-8"), object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        return Refusal("InvalidParameter", f"the body is not JSON: {error}")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("an object names a field twice")
    return dict(pairs)
