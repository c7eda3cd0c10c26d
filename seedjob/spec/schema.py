"""The JSON Schema of a job, 2020-12: its shape, and with `rules` what holds between items too."""

from collections.abc import Mapping
from typing import Any, Final

from seedjob.models.content import MEDIA, ROLES
from seedjob.models.seedance_x1 import (
    DURATION,
    MODELS,
    RATIO,
    RATIOS,
    RESOLUTION,
    RESOLUTIONS,
    RULES,
    SECONDS,
)
from seedjob.spec.text import FORMS

Schema = dict[str, Any]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

WHAT: Final[Mapping[str, str]] = {
    "text": "The prompt: what the video shows.",
    "image_url": "A picture: a frame of the video, or a reference.",
    "video_url": "A clip to refer to.",
    "audio_url": "A sound to refer to.",
}


def job_schema(*, rules: bool = True) -> Schema:
    """Give the schema of a one-job spec; without `rules` it judges shape alone."""
    return {
        "$schema": DIALECT,
        "title": "seedjob job",
        "description": "One video for the Seedance X1 API.",
        "type": "object",
        "required": ["model", "content"],
        "additionalProperties": False,
        "properties": {**_labels(), **_fields(), "content": _content(rules=rules)},
        "$defs": {**{kind: _item(kind) for kind in ROLES}, "source": _source()},
    }


def _labels() -> Schema:
    return {
        "$schema": {"description": "Where an editor finds this schema.", "type": "string"},
        "version": {"description": "Version of the spec format.", "type": "integer", "const": 1},
        "name": {
            "description": "The job's name, by default the file's stem; names its video.",
            "type": "string",
            "pattern": FORMS["name"],
        },
        "description": {"description": "A note for people.", "type": "string"},
        "tags": {
            "description": "Labels to select jobs by.",
            "type": "array",
            "items": {"type": "string", "pattern": FORMS["filled"]},
        },
    }


def _fields() -> Schema:
    low, high = SECONDS
    return {
        "model": {"description": "The service's name of the model.", "enum": list(MODELS)},
        "resolution": {
            "description": "Pixels of the short side.",
            "enum": list(RESOLUTIONS),
            "default": RESOLUTION,
        },
        "ratio": {
            "description": "Width to height.",
            "enum": list(RATIOS),
            "default": RATIO,
        },
        "duration": {
            "description": f"Length in seconds, {low} to {high}.",
            "type": "integer",
            "minimum": low,
            "maximum": high,
            "default": DURATION,
        },
    }


def _content(*, rules: bool) -> Schema:
    schema: Schema = {
        "description": "A text and the media that go with it.",
        "type": "array",
        "items": {
            "type": "object",
            "required": ["type"],
            "properties": {"type": {"description": "What the item is.", "enum": list(ROLES)}},
            "allOf": [_when(kind) for kind in ROLES],
        },
    }
    if rules:
        schema["allOf"] = [
            {"$comment": name, **constraint.clause()} for name, constraint in RULES.items()
        ]
    return schema


def _when(kind: str) -> Schema:
    """Hand an item to its type's own schema: not by `oneOf`, so a fault stands at its own place."""
    condition = {"properties": {"type": {"const": kind}}, "required": ["type"]}
    return {"if": condition, "then": {"$ref": f"#/$defs/{kind}"}}


def _item(kind: str) -> Schema:
    if kind not in MEDIA:
        text = {"description": "The prompt, sent verbatim.", "type": "string"}
        path = {"description": "A file that holds the prompt.", "type": "string"}
        own: Schema = {
            "text": text | {"pattern": FORMS["filled"]},
            "text_file": path | {"pattern": FORMS["path"]},
        }
        return _closed(kind, own) | _either("text", "text_file")
    role = {"description": "What the item is for.", "enum": list(ROLES[kind])}
    own = {kind: {"$ref": "#/$defs/source"}, "role": role}
    return _closed(kind, own) | {"required": [kind]}


def _closed(kind: str, own: Schema) -> Schema:
    return {
        "description": WHAT[kind],
        "type": "object",
        "additionalProperties": False,
        "properties": {"type": {"const": kind}, **own},
    }


def _source() -> Schema:
    return {
        "description": "Where the medium comes from: one of `url` and `path`.",
        "type": "object",
        "additionalProperties": False,
        **_either("url", "path"),
        "properties": {
            "url": {
                "description": "An http(s) URL or an asset ID, sent verbatim.",
                "type": "string",
                "pattern": FORMS["url"],
            },
            "path": {
                "description": "A file of the project, relative to the spec.",
                "type": "string",
                "pattern": FORMS["path"],
            },
        },
    }


def _either(first: str, second: str) -> Schema:
    return {"oneOf": [{"required": [first]}, {"required": [second]}]}
