"""The JSON Schema of `seedjob.toml`, 2020-12."""

from typing import Any, Final

from seedjob.rulebook.book import ALLOWABLE
from seedjob.settings.settings import Run
from seedjob.spec.schema import DIALECT, Schema

_RUN: Final = Run()


def settings_schema() -> Schema:
    """Give the schema of `seedjob.toml`."""
    return {
        "$schema": DIALECT,
        "title": "seedjob settings",
        "description": "Where and how videos are made: seedjob.toml in the root of a project.",
        **_table({"service": _service(), "run": _run(), "validate": _validate()}),
    }


def _service() -> Schema:
    url = "The service's base URL, with or without /v1; https, or http on loopback."
    return {
        "description": "Where the service stands. The key comes from SEEDJOB_API_KEY alone.",
        **_table({"base_url": {"description": url, "type": "string"}}),
    }


def _run() -> Schema:
    return {
        "description": "How a run is bound.",
        **_table(
            {
                "in_flight": _count("Tasks rendering at once.", _RUN.in_flight),
                "creates_in_flight": _count("Creates under way at once.", _RUN.creates_in_flight),
                "poll_every": {
                    "description": "Seconds between questions about a task: 30 where it is left"
                    " out, at least 20; less on loopback.",
                    "type": "number",
                    "exclusiveMinimum": 0,
                },
                "deadline": {
                    "description": "Seconds for which a job is followed within a run.",
                    "type": "number",
                    "minimum": 0,
                    "default": _RUN.deadline,
                },
                "max_unknown": _count(
                    "New unknown creates after which a run creates nothing more.",
                    _RUN.max_unknown,
                ),
            }
        ),
    }


def _validate() -> Schema:
    rules = {"description": "A rule that warns.", "enum": list(ALLOWABLE)}
    return {
        "description": "What becomes of warnings.",
        **_table(
            {
                "strict": {
                    "description": "Take warnings for errors.",
                    "type": "boolean",
                    "default": False,
                },
                "allow": {
                    "description": "Rules that do not warn anywhere in the project.",
                    "type": "array",
                    "items": rules,
                    "default": [],
                },
            }
        ),
    }


def _count(description: str, default: int) -> Schema:
    return {"description": description, "type": "integer", "minimum": 1, "default": default}


def _table(properties: dict[str, Any]) -> Schema:
    return {"type": "object", "additionalProperties": False, "properties": properties}
