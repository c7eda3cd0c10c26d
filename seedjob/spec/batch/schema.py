"""The published JSON Schema of a spec: of one job, and of what makes many jobs of few lines.

A schema sees no file of rows, and follows no lookup: where a lookup may stand it takes any.
"""

from collections.abc import Mapping
from typing import Any, Final

from seedjob.models.content import MEDIA, ROLES
from seedjob.spec.batch.keys import DEFAULTS, FIELDS, FOREACH, JOBS, MATRIX, VARS
from seedjob.spec.batch.matrix_faults import MOST_ENTRIES
from seedjob.spec.batch.naming import ORDER
from seedjob.spec.batch.values import NAME, NO_AXES
from seedjob.spec.expand import BATCH
from seedjob.spec.meaning import BATCH as MEANINGS
from seedjob.spec.schema import Schema, job_schema
from seedjob.spec.text import END, FORMS

_OPEN: Final = r"\$\{\{"
_LOOKUP: Final[Schema] = {"type": "string", "pattern": _OPEN}
_WHOLE: Final[Schema] = {"type": "string", "pattern": rf"^{_OPEN}[^{{}}]*\}}\}}{END}"}
_KEPT: Final = ("description", "examples", "defaultSnippets")
"""Keywords that are about a value as a whole, whichever form it has."""


def spec_schema() -> Schema:
    """Give the schema of a spec: a job, a job that varies, or a list of jobs."""
    one = job_schema()
    head = {key: one.pop(key) for key in ("$schema", "title", "description", "type")}
    kinds = one.pop("$defs")
    batch = {key: {"description": MEANINGS[key]} for key in MEANINGS}
    one["properties"] = {**one["properties"], **batch}
    several = {"if": {"required": [JOBS]}, "then": _ref("batch"), "else": _ref("template")}
    return {
        **head,
        "if": {"anyOf": [{"required": [key]} for key in sorted(BATCH)]},
        "then": several,
        "else": one,
        "$defs": {
            **kinds,
            **{_open_name(name): _open_item(name, kinds[name]) for name in ROLES},
            "source": _open_source(kinds["source"]),
            "batch": _batch(one["properties"]),
            "template": _single(one["properties"]),
            "job": _job(one["properties"]),
            _open_name("content"): _content(one["properties"]["content"]),
            "value": _value(),
            "variables": _variables(),
            "matrix": _matrix(one["properties"]),
        },
    }


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _open_name(name: str) -> str:
    return f"{name}_of_template"


def _open(schema: Mapping[str, Any], lookup: Schema = _LOOKUP) -> Schema:
    """Describe a value, or a lookup of one; what is said of the value stays outside."""
    said = {key: value for key, value in schema.items() if key in _KEPT}
    own = {key: value for key, value in schema.items() if key not in _KEPT}
    return {**said, "anyOf": [own, lookup]}


def _batch(fields: Mapping[str, Any]) -> Schema:
    """Describe a file with `jobs`; a field that no job may lack is in defaults or in each."""
    labels = {key: fields[key] for key in ("$schema", "version", "name", "description")}
    shared = {key: value for key, value in _fields(fields).items() if key in FIELDS}
    defaults = {"type": "object", "additionalProperties": False, "properties": shared}
    jobs = {"type": "array", "minItems": 1, "items": _ref("job")}
    return {
        "type": "object",
        "required": [JOBS],
        "additionalProperties": False,
        "properties": {
            **labels,
            VARS: _said(VARS) | _ref("variables"),
            DEFAULTS: _said(DEFAULTS) | defaults,
            JOBS: _said(JOBS) | jobs,
        },
        "allOf": [_shared_or_own(key) for key in ("model", "content")],
    }


def _shared_or_own(key: str) -> Schema:
    shared = {"properties": {DEFAULTS: {"required": [key]}}, "required": [DEFAULTS]}
    return {"if": shared, "else": {"properties": {JOBS: {"items": _has(key)}}}}


def _has(key: str) -> Schema:
    """Demand a field, which an axis or a row may set as well."""
    set_by_cell = {"anyOf": [{"required": [key]}, {"required": ["include"]}]}
    by_matrix = {"required": [MATRIX], "properties": {MATRIX: set_by_cell}}
    ways = [{"required": [key]}, {"required": [FOREACH]}, *([by_matrix] if key in ORDER else [])]
    return {"anyOf": ways}


def _job(fields: Mapping[str, Any]) -> Schema:
    own = {
        key: value for key, value in _fields(fields).items() if key not in ("$schema", "version")
    }
    return _template(own) | {"required": ["name"]}


def _single(fields: Mapping[str, Any]) -> Schema:
    return _template(_fields(fields)) | {"allOf": [_has("model"), _has("content")]}


def _template(properties: Mapping[str, Any]) -> Schema:
    varying = {
        VARS: _said(VARS) | _ref("variables"),
        MATRIX: _said(MATRIX) | _ref("matrix"),
        FOREACH: _said(FOREACH) | _rows(),
    }
    once = {key: {"properties": {MATRIX: {"properties": {key: False}}}} for key in ORDER}
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {**properties, **varying},
        "dependentSchemas": once,
    }


def _fields(fields: Mapping[str, Any]) -> Schema:
    """Describe the keys of a job in which something is looked up."""
    own = {key: value for key, value in fields.items() if key not in BATCH}
    opened = {key: _open(own[key]) for key in ("name", "model", "resolution", "ratio")}
    opened["duration"] = _open(own["duration"], _WHOLE)
    content = {"description": own["content"]["description"], **_ref(_open_name("content"))}
    return {**own, **opened, "content": content}


def _content(content: Mapping[str, Any]) -> Schema:
    """Describe items; what holds between them is left open where their types or roles are."""
    items = content["items"]
    kinds = [
        {**one, "then": _ref(_open_name(one["if"]["properties"]["type"]["const"]))}
        for one in items["allOf"]
    ]
    kind = {"type": _open(items["properties"]["type"])}
    unsure = {"anyOf": [_having("type"), _having("role")]}
    return {
        "type": "array",
        "items": {**items, "properties": kind, "allOf": kinds},
        "if": {"contains": unsure},
        "else": {"allOf": content["allOf"]},
    }


def _having(key: str) -> Schema:
    return {"type": "object", "required": [key], "properties": {key: _LOOKUP}}


def _open_item(kind: str, item: Mapping[str, Any]) -> Schema:
    if kind not in MEDIA:
        return dict(item)
    own = item["properties"]
    return {**item, "properties": {**own, "role": _open(own["role"])}}


def _open_source(source: Mapping[str, Any]) -> Schema:
    """Let a URL look something up, be it only the job's name: by its pattern, for one message."""
    own = source["properties"]
    url = {**own["url"], "pattern": f"{own['url']['pattern']}|{_OPEN}"}
    return {**source, "properties": {**own, "url": url}}


def _value() -> Schema:
    return {"type": ["string", "number", "boolean"], "not": _LOOKUP}


def _variables() -> Schema:
    named = {"pattern": NAME, "not": {"enum": list(NO_AXES)}}
    return {"type": "object", "propertyNames": named, "additionalProperties": _ref("value")}


def _matrix(fields: Mapping[str, Any]) -> Schema:
    said = {key: {"description": fields[key]["description"]} for key in ORDER}
    values = {key: {"allOf": [_ref("value"), _bare(fields[key])]} for key in ORDER}
    axes = {key: said[key] | _axis(values[key]) for key in ORDER}
    cell = _variables() | {"minProperties": 1, "properties": values}
    cells = {"type": "array", "maxItems": MOST_ENTRIES, "items": cell}
    alone = {"required": ["include"], "properties": {"include": {"minItems": 1}}}
    return {
        **_variables(),
        "additionalProperties": _axis(_ref("value")),
        "properties": {
            **axes,
            "exclude": {"description": _EXCLUDE, **cells},
            "include": {"description": _INCLUDE, **cells},
        },
        "anyOf": [{"not": {"propertyNames": {"enum": ["exclude", "include"]}}}, alone],
    }


_EXCLUDE: Final = "Cells to leave out, each by some of its values: {look: night}."
_INCLUDE: Final = (
    "Values to add to the cells that agree with an entry on every axis that it names, or else a "
    "cell more."
)


def _axis(value: Schema) -> Schema:
    return {"type": "array", "minItems": 1, "items": value}


def _bare(field: Mapping[str, Any]) -> Schema:
    return {key: value for key, value in field.items() if key not in ("description", "default")}


def _rows() -> Schema:
    return {
        "type": "string",
        "allOf": [{"pattern": FORMS["path"]}, {"pattern": rf"\.(?:csv|jsonl){END}"}],
    }


def _said(key: str) -> Schema:
    return {"description": MEANINGS[key]}
