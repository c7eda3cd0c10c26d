"""Plain data to a `Job`: to hold one is to know that it is valid, rules between items included.

The door to pydantic, here by its engine alone: to import its models takes longer than to judge a
hundred specs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from functools import cache, lru_cache
from typing import Final

from pydantic_core import SchemaValidator, ValidationError
from pydantic_core import core_schema as core

from seedjob.models.content import MEDIA, ROLES, Item
from seedjob.models.seedance_x1 import (
    DURATION,
    MODELS,
    RATIO,
    RATIOS,
    RESOLUTION,
    RESOLUTIONS,
    SECONDS,
    Model,
    Ratio,
    Resolution,
)
from seedjob.spec.content import judge
from seedjob.spec.text import PATTERNS


@dataclass(frozen=True, slots=True)
class Source:
    """Where a medium comes from: exactly one of a URL or asset ID, sent verbatim, and a path."""

    url: str | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """The prompt: exactly one of the text itself and the path of a file that holds it."""

    type: str
    text: str | None = None
    text_file: str | None = None


@dataclass(frozen=True, slots=True)
class Medium:
    """A picture, a clip or a sound; a picture without a role is the first frame."""

    type: str
    source: Source
    role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One video to make: the service's own fields, and what people say around them."""

    schema_pointer: str | None = None
    version: int = 1
    name: str | None = None
    description: str = ""
    tags: tuple[str, ...] = ()
    model: Model
    resolution: Resolution = RESOLUTION
    ratio: Ratio = RATIO
    duration: int = DURATION
    content: tuple[Text | Medium, ...]

    @property
    def names_files(self) -> bool:
        """Tell whether an item stands for a file of the project."""
        return any(
            (item.text_file if isinstance(item, Text) else item.source.path) is not None
            for item in self.content
        )


def accept(data: object) -> Job | None:
    """Make a job of plain data, or nothing where it is not one; why not is for others to say."""
    try:
        job: Job = _JOB.validate_python(data)
    except ValidationError:
        return None
    return job


def is_item(data: object) -> bool:
    """Tell whether plain data is a sound content item."""
    return _parts()["item"].isinstance_python(data)


def is_tag(data: object) -> bool:
    """Tell whether plain data is a sound tag."""
    return _parts()["tag"].isinstance_python(data)


@cache
def _parts() -> Mapping[str, SchemaValidator]:
    """Make the judges of parts of a job, which a sound one needs none of."""
    return {"item": SchemaValidator(_ANY), "tag": SchemaValidator(_FILLED)}


def _form(name: str) -> core.CoreSchema:
    def judged(text: str) -> str:
        if not PATTERNS[name].search(text):
            raise ValueError(name)
        return text

    return core.no_info_after_validator_function(judged, core.str_schema(strict=True))


def _listed(*values: str) -> core.CoreSchema:
    return core.literal_schema(list(values))


def _mapping(kind: type, parts: Mapping[str, core.CoreSchema], **keys: str) -> core.CoreSchema:
    """Describe a mapping of which a `kind` is made, with no other keys than its fields.

    A field may be left out that has a default; its key in the mapping is its name, or as in `keys`.
    """
    defaults = {one.name: one.default for one in fields(kind) if one.default is not MISSING}
    described = [
        core.dataclass_field(
            name,
            core.with_default_schema(schema, default=defaults[name])
            if name in defaults
            else schema,
            kw_only=True,
            validation_alias=keys.get(name),
        )
        for name, schema in parts.items()
    ]
    return core.dataclass_schema(
        kind,
        core.dataclass_args_schema(kind.__name__, described, extra_behavior="forbid"),
        list(parts),
        frozen=True,
        slots=True,
    )


def _either(schema: core.CoreSchema, first: str, second: str) -> core.CoreSchema:
    """Hold that exactly one of two fields is there."""

    def judged(value: Text | Source) -> Text | Source:
        if (getattr(value, first) is None) == (getattr(value, second) is None):
            raise ValueError(first, second)
        return value

    return core.no_info_after_validator_function(judged, schema)


def _medium(kind: str) -> core.CoreSchema:
    """Describe a medium, whose only role need not be written where it has no other."""
    roles = ROLES[kind]
    role = core.with_default_schema(_listed(*roles), default=roles[0] if len(roles) == 1 else None)
    return _mapping(Medium, {"type": _listed(kind), "source": _SOURCE, "role": role}, source=kind)


_FILLED: Final = _form("filled")
_PATH: Final = _form("path")
_SOURCE: Final = _either(_mapping(Source, {"url": _form("url"), "path": _PATH}), "url", "path")
_TEXT: Final = _either(
    _mapping(Text, {"type": _listed("text"), "text": _FILLED, "text_file": _PATH}),
    "text",
    "text_file",
)
_ANY: Final = core.tagged_union_schema(
    {"text": _TEXT} | {kind: _medium(kind) for kind in MEDIA}, "type"
)

_MOST_KEPT: Final = 16
"""Items of a content whose verdict is kept: specs of one project share a few shapes."""


def _judged(job: Job) -> Job:
    rows = tuple([_row(item) for item in job.content])
    if not (_keeps_rules(rows) if len(rows) <= _MOST_KEPT else _keeps(rows)):
        raise ValueError(job)
    return job


def _row(item: Text | Medium) -> Item:
    return ("text", None) if isinstance(item, Text) else (item.type, item.role)


def _keeps(rows: Sequence[Item]) -> bool:
    return not judge([{"type": kind, **({"role": role} if role else {})} for kind, role in rows])


_keeps_rules: Final = lru_cache(maxsize=256)(_keeps)

_JOB: Final = SchemaValidator(
    core.no_info_after_validator_function(
        _judged,
        _mapping(
            Job,
            {
                "schema_pointer": core.str_schema(strict=True),
                "version": core.int_schema(strict=True, ge=1, le=1),
                "name": _form("name"),
                "description": core.str_schema(strict=True),
                "tags": core.tuple_variable_schema(_FILLED),
                "model": _listed(*MODELS),
                "resolution": _listed(*RESOLUTIONS),
                "ratio": _listed(*RATIOS),
                "duration": core.int_schema(strict=True, ge=SECONDS[0], le=SECONDS[1]),
                "content": core.tuple_variable_schema(_ANY),
            },
            schema_pointer="$schema",
        ),
    )
)
