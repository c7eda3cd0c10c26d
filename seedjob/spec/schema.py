"""The JSON Schema of a job, 2020-12: its shape, and with `rules` what holds between items too.

Beside the standard's keywords stand those that editors read: `enumDescriptions`, `errorMessage`,
`patternErrorMessage` and `defaultSnippets`, annotations to every other validator.
"""

from collections.abc import Sequence
from typing import Any, Final

from seedjob.models.constraint import Constraint
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
from seedjob.spec.field import FIELDS, TAG, Field
from seedjob.spec.meaning import EXAMPLES, ITEMS, MEANINGS, ROLE_MEANINGS, VALUES
from seedjob.spec.text import FORMS

Schema = dict[str, Any]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


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
        "$schema": _said("$schema") | {"type": "string"},
        "version": _said("version") | {"type": "integer", "const": 1},
        "name": _text("name", "name"),
        "description": _said("description") | {"type": "string"},
        "tags": _said("tags") | {"type": "array", "items": _form("filled", TAG)},
    }


def _fields() -> Schema:
    low, high = SECONDS
    seconds = {"type": "integer", "minimum": low, "maximum": high, "default": DURATION}
    return {
        "model": _said("model") | _choice(MODELS),
        "resolution": _said("resolution") | _choice(RESOLUTIONS) | {"default": RESOLUTION},
        "ratio": _said("ratio") | _quoted(RATIOS, RATIO),
        "duration": _said("duration") | seconds,
    }


def _content(*, rules: bool) -> Schema:
    schema: Schema = _said("content") | {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["type"],
            "properties": {"type": _said("type") | _choice(tuple(ROLES))},
            "allOf": [_when(kind) for kind in ROLES],
        },
    }
    if rules:
        schema["allOf"] = [_rule(name, constraint) for name, constraint in RULES.items()]
    return schema


def _when(kind: str) -> Schema:
    """Hand an item to its type's own schema: not by `oneOf`, so a fault stands at its own place."""
    condition = {"properties": {"type": {"const": kind}}, "required": ["type"]}
    return {"if": condition, "then": {"$ref": f"#/$defs/{kind}"}}


def _rule(name: str, constraint: Constraint) -> Schema:
    """Give a rule's clause with what editors say where it is broken.

    They put it at the list as a whole, but where an item must not be there at that item.
    """
    clause: Schema = {"$comment": name, **constraint.clause()}
    says = constraint.sentence().replace("`", "'") + f" [{name}]"
    match clause.get("then"):
        case {"not": {"contains": intruder}}:
            never = {"pattern": _NOTHING, "patternErrorMessage": says}
            there = {"if": intruder, "then": {"properties": {"type": never}}}
            return clause | {"then": {"items": there}}
        case {"contains": company}:
            return clause | {"then": {"contains": company, "errorMessage": says}}
        case _:
            return clause | {"errorMessage": says}


_NOTHING: Final = r"(?!)"
"""What no text matches."""


def _item(kind: str) -> Schema:
    if kind not in MEDIA:
        own = {"text": _text("text", "filled"), "text_file": _text("text_file", "path")}
        return _closed(kind, own) | _either("text", "text_file")
    role = {"description": ROLE_MEANINGS[kind]} | _choice(ROLES[kind])
    own = {kind: _said(kind) | {"$ref": "#/$defs/source"}, "role": role}
    return _closed(kind, own) | {"required": [kind]}


def _closed(kind: str, own: Schema) -> Schema:
    return {
        "title": f"{kind} item",
        "description": ITEMS[kind],
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
        "properties": {"url": _text("url", "url"), "path": _text("path", "path")},
    }


def _either(first: str, second: str) -> Schema:
    return {"oneOf": [{"required": [first]}, {"required": [second]}]}


def _said(key: str) -> Schema:
    examples = {"examples": list(EXAMPLES[key])} if key in EXAMPLES else {}
    return {"description": MEANINGS[key], **examples}


def _text(key: str, form: str) -> Schema:
    return _said(key) | _form(form, FIELDS[key])


def _form(form: str, field: Field) -> Schema:
    """Describe a text of a form; the pattern alone would tell nobody what to write."""
    says = f"this is not {field.noun}; {field.write}"
    return {"type": "string", "pattern": FORMS[form], "patternErrorMessage": says}


def _choice(values: Sequence[str]) -> Schema:
    return {"enum": list(values), "enumDescriptions": [VALUES[value] for value in values]}


def _quoted(values: Sequence[str], default: str) -> Schema:
    """Describe a choice that editors complete in quotes.

    They write no quotes of their own around 16:9, so the values to complete are snippets; to what
    stands behind `if` they look for judging and for showing, but not for completing.
    """
    snippets = [
        {"label": f'"{value}"', "bodyText": f'"{value}"', "description": VALUES[value]}
        for value in values
    ]
    choice = _choice(values) | {"default": default}
    return {"type": "string", "if": True, "then": choice, "defaultSnippets": snippets}
