"""A manifest to the text that git keeps and back, or to why a file is none."""

import errno
import json
import os
import re
import shlex
import stat
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticSerializationError, to_json

from seedjob.errors import RecordError
from seedjob.manifest import FORMAT, Manifest
from seedjob.project import belongs, find_root

LARGEST: Final = 16 * 1024 * 1024
"""Bytes; the longest prompt there can be is a sixteenth of it."""


def dump(manifest: Manifest) -> str:
    """Write a manifest as text: fixed key order, unknown fields last, LF, one scalar a line."""
    return to_json(_plain(manifest), indent=2).decode() + "\n"


def load(path: Path) -> Manifest | None:
    """Read a manifest; none where there is no file.

    Raises RecordError for one that is torn, strange or of a newer format, for a link that leads
    nowhere or out of the project, and in a locale without its name: it may stand for money.
    """
    try:
        text = _text(path)
    except FileNotFoundError:
        return None
    except UnicodeEncodeError as error:
        raise RecordError(f"{path} {_UNNAMED.format(error.encoding)}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise RecordError(f"{path} cannot be read: {error}") from error
    try:
        return _writable(accepted(text) or explained(text, path), text)
    except (ValueError, RecursionError, ValidationError) as error:
        raise RecordError(
            f"{path} is no manifest of format {FORMAT}: {_first_line(error)}"
        ) from error


_UNNAMED: Final = (
    "is no name of a file in '{}', the locale's encoding; set PYTHONUTF8=1, or a UTF-8 locale"
)


def accepted(text: str) -> Manifest | None:
    """Make a manifest of a text quickly, or nothing: why it is none is for others to say."""
    try:
        return Manifest.model_validate_json(text)
    except ValidationError:
        return None


def explained(text: str, path: Path) -> Manifest:
    """Make a manifest of a text thoroughly.

    Raises RecordError for one of a newer format, or of two sides of a merge; ValueError or
    RecursionError for what is none.
    """
    if conflict := _CONFLICT.search(text):
        raise RecordError(_conflicted(path, text.count("\n", 0, conflict.start()) + 1))
    data = json.loads(text)
    if isinstance(data, dict) and _newer(made := data.get("manifest")):
        raise RecordError(f"{path} has format {made}; this seedjob knows {FORMAT}, so upgrade")
    return Manifest.model_validate(data)


_CONFLICT: Final = re.compile(r"^(?:<{7}|={7}|>{7})", re.MULTILINE)
"""What git leaves on a line of its own, and JSON has nowhere: in its texts no line begins."""


def _conflicted(path: Path, line: int) -> str:
    """Say how one whole side is taken: parts of two are a record of no task that ever was."""
    take = f"git checkout --ours {shlex.quote(str(path))}"
    return (
        f"{path} holds an unresolved merge conflict (line {line}): take one side whole by "
        f"`{take}`, or by --theirs; a task of the other side is paid too, so keep its id"
    )


def _text(path: Path) -> str:
    """Read a regular file of a manifest's size; a pipe or a device would never end."""
    descriptor = _opened(path)
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST:
            raise OSError(errno.EINVAL, "no regular file of a manifest's size")
        return file.read(status.st_size).decode("utf-8")


def _opened(path: Path) -> int:
    """Open a file, or what a link leads to within its project."""
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        return os.open(path, flags | os.O_NOFOLLOW)
    except OSError as error:
        if error.errno != errno.ELOOP or not path.is_symlink():
            raise
    if not path.exists():
        raise RecordError(f"{path} is a link to nothing; bring back what it leads to, or remove it")
    if not belongs(path, find_root(path)):
        raise RecordError(f"{path} is a link out of the project; put what it leads to in its place")
    return os.open(path, flags)


def _writable(manifest: Manifest, text: str) -> Manifest:
    """Hold that it can be written again: what else is in it may be deep, or half a character."""
    if "\\u" in text or text.count("[") + text.count("{") > DEEP:
        try:
            dump(manifest)
        except PydanticSerializationError as error:
            half = "surrogates" in str(error)
            raise ValueError(
                "a text holds half of a surrogate pair" if half else "it is nested too deep"
            ) from None
    return manifest


DEEP: Final = 200
"""Levels of nesting that are surely written again."""


def _newer(made: object) -> bool:
    return isinstance(made, int) and made > FORMAT


def _plain(model: BaseModel) -> dict[str, Any]:
    """Give a model as plain data: known fields that hold something, then the unknown ones."""
    known = ((name, getattr(model, name)) for name in type(model).model_fields)
    plain = {name: _value(value) for name, value in known if _told(name, value)}
    return plain | (model.model_extra or {})


def _told(name: str, value: object) -> bool:
    """Leave out what holds nothing; `inputs` and `outputs` stand even when they are empty."""
    return value is not None and not (name == "replaced" and value == [])


def _value(value: object) -> object:
    if isinstance(value, BaseModel):
        return _plain(value)
    return [_value(item) for item in value] if isinstance(value, list) else value


def _first_line(error: Exception) -> str:
    if isinstance(error, ValidationError):
        fault = error.errors()[0]
        return f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}"
    return str(error).splitlines()[0]
