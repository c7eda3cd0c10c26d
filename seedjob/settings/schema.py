"""The JSON Schema of `seedjob.toml`, 2020-12."""

from typing import Any, Final

from seedjob.models.seedance_x1 import MODELS, RESOLUTIONS
from seedjob.money import FORM, LARGEST
from seedjob.rulebook.book import ALLOWABLE
from seedjob.settings.settings import Run
from seedjob.spec.schema import DIALECT, Schema
from seedjob.spec.text import END

_RUN: Final = Run()


def settings_schema() -> Schema:
    """Give the schema of `seedjob.toml`."""
    return {
        "$schema": DIALECT,
        "title": "seedjob settings",
        "description": "Where and how videos are made: seedjob.toml in the root of a project.",
        **_table(
            {
                "service": _service(),
                "run": _run(),
                "validate": _validate(),
                "prices": _prices(),
                "budget": _budget(),
            }
        ),
        "$defs": {"model_prices": _model_prices(), "price": _price()},
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


def _prices() -> Schema:
    models: dict[str, Any] = {model: {"$ref": "#/$defs/model_prices"} for model in MODELS}
    currency = {
        "description": "The currency of all amounts, by its three letters: USD.",
        "type": "string",
        "pattern": rf"^[A-Z]{{3}}{END}",
    }
    return {
        "description": "What each model costs, as your account is billed: none is published.",
        **_table({"currency": currency} | models),
        "required": ["currency"],
    }


def _model_prices() -> Schema:
    prices: dict[str, Any] = {resolution: {"$ref": "#/$defs/price"} for resolution in RESOLUTIONS}
    return {"description": "What a model costs at each resolution.", **_table(prices)}


def _price() -> Schema:
    return {
        "description": "What a video costs: by the second, or whatever its length.",
        **_table(
            {
                "per_second": _amount("What each second that is asked for costs."),
                "per_task": _amount("What a video costs whatever its length."),
            }
        ),
        "oneOf": [{"required": ["per_second"]}, {"required": ["per_task"]}],
    }


def _budget() -> Schema:
    return {
        "description": "What may be spent, in the currency of the prices; it needs prices.",
        **_table(
            {
                "run": _amount("What one run may spend."),
                "total": _amount("What all records of the project together may have cost."),
            }
        ),
    }


def _amount(description: str) -> Schema:
    """Describe an amount; a binary fraction is none, so only whole numbers go without quotes."""
    return {
        "description": f'{description} A decimal in quotes: "0.05".',
        "type": ["string", "integer"],
        "pattern": FORM,
        "minimum": 0,
        "maximum": LARGEST,
    }


def _count(description: str, default: int) -> Schema:
    return {"description": description, "type": "integer", "minimum": 1, "default": default}


def _table(properties: dict[str, Any]) -> Schema:
    return {"type": "object", "additionalProperties": False, "properties": properties}
