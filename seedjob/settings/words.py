"""The words for what can be wrong with settings: what each should be, what unknown ones meant."""

import re
from collections.abc import Collection, Mapping
from decimal import Decimal
from functools import reduce
from typing import Any, Final

from seedjob.diagnostic import Route
from seedjob.models.seedance_x1 import MODELS, RESOLUTION, RESOLUTIONS
from seedjob.money import read_amount, write_amount
from seedjob.rulebook.book import ALLOWABLE
from seedjob.rulebook.private import WORDS as SECRETS
from seedjob.settings.schema import settings_schema
from seedjob.spec.field import Field
from seedjob.spec.habits import SECRET
from seedjob.spec.strangers import Stranger
from seedjob.spec.vocabulary import Vocabulary
from seedjob.spec.written import nearest, shown

UNKNOWN: Final = "setting-unknown"
VALUE: Final = "setting-value"

_COUNT: Final = Field(VALUE, "a count", "write a whole number from 1 on, without quotes", (), True)
_SECONDS: Final = Field(
    VALUE, "a time", "write a number of seconds, without quotes or unit", (), True
)

_FIELDS: Final[Mapping[str, Field]] = {
    "service": Field(VALUE, "a table", "write [service] on a line of its own"),
    "run": Field(VALUE, "a table", "write [run] on a line of its own"),
    "validate": Field(VALUE, "a table", "write [validate] on a line of its own"),
    "base_url": Field(VALUE, "a URL", 'write "https://…" in quotes'),
    "in_flight": _COUNT,
    "creates_in_flight": _COUNT,
    "poll_every": _SECONDS,
    "deadline": _SECONDS,
    "max_unknown": _COUNT,
    "strict": Field(VALUE, "true or false", "write true or false, without quotes"),
    "allow": Field(VALUE, "a list of rules", f'write allow = ["{ALLOWABLE[0]}"]'),
    "prices": Field(VALUE, "a table", "write [prices] on a line of its own"),
    "budget": Field(VALUE, "a table", "write [budget] on a line of its own"),
}
_CURRENCY: Final = Field(VALUE, "a currency", 'write its three letters in quotes: "USD"')
_MODEL: Final = Field(
    VALUE, "a table of prices", f"write [prices.{MODELS[0]}] on a line of its own"
)
_PRICE: Final = Field(VALUE, "a price", 'write { per_second = "0.05" } or { per_task = "2.00" }')
_RULE: Final = Field(VALUE, "a rule that warns", "write one of " + ", ".join(ALLOWABLE), ALLOWABLE)

TABLE_OF: Final[Mapping[str, str]] = {
    key: table
    for table, schema in settings_schema()["properties"].items()
    for key in schema["properties"]
}
"""Setting to the table that it stands in."""

_BELOW: Final = f"[prices.{MODELS[0]}]"
_PLACED: Final[Mapping[str, str]] = {
    **{key: f"write {key} below a line [{table}]" for key, table in TABLE_OF.items()},
    **{model: f"write [prices.{model}]" for model in MODELS},
    **{name: f'write "{name}" = {{…}} below a line {_BELOW}' for name in RESOLUTIONS},
    **{
        name: f'write "{RESOLUTION}" = {{ {name} = … }} below a line {_BELOW}'
        for name in ("per_second", "per_task")
    },
}
"""Setting to where it is to be written."""

_MEANT: Final[Mapping[str, str]] = {
    **dict.fromkeys(("url", "endpoint", "baseurl", "api_base", "host"), "base_url"),
    **dict.fromkeys(("concurrency", "parallel", "workers", "jobs", "max_in_flight"), "in_flight"),
    **dict.fromkeys(("timeout", "max_wait", "wait"), "deadline"),
    **dict.fromkeys(("poll_interval", "interval", "poll"), "poll_every"),
    **dict.fromkeys(("ignore", "disable", "silence", "exclude", "skip"), "allow"),
    **dict.fromkeys(("werror", "pedantic"), "strict"),
    **dict.fromkeys(("second", "per_sec", "price_per_second", "second_price"), "per_second"),
    **dict.fromkeys(("task", "per_video", "per_job", "price", "fixed"), "per_task"),
    **dict.fromkeys(("per_run", "run_budget"), "run"),
}
"""Name that people write from habit, to the setting."""


def _field(route: Route, data: Any) -> Field:
    match route:
        case (*_, int()):
            return _RULE
        case ("prices", "currency"):
            return _CURRENCY
        case ("prices", _):
            return _MODEL
        case ("prices", _, _):
            return _PRICE
        case ("prices", _, _, _) | ("budget", _):
            return Field(VALUE, "an amount", _amount(reduce(lambda at, key: at[key], route, data)))
        case _:
            return _FIELDS[str(route[-1])]


def _amount(value: object) -> str:
    """Say how to write an amount that somebody wrote as a number, or as shops do."""
    if isinstance(value, float):
        amount = read_amount(format(Decimal(repr(value)), "f"))
        because = "a number with a point is a binary fraction, not money"
        return f'write "{write_amount(amount)}" in quotes: {because}' if amount else _WRITE
    found = _AS_IN_SHOPS.fullmatch(str(value))
    amount = read_amount(found[1].replace(",", ".")) if found else None
    return f'write "{write_amount(amount)}"' if amount is not None else _WRITE


_WRITE: Final = 'write a decimal from 0 on, with at most 6 decimals, in quotes: "0.05"'
_AS_IN_SHOPS: Final = re.compile(
    r"[A-Z$€£¥]{0,3}[ ]?([0-9]{1,9}(?:\.[0-9]{1,6}|,[0-9]{1,2})?)[ ]?[A-Z$€£¥]{0,3}"
)


def _meet(key: str, _around: Mapping[str, Any], _route: Route, known: Collection[str]) -> Stranger:
    if key.casefold() in SECRETS:
        message = f"{shown(key)} stands in a file that is kept in git"
        hint = "take it out: the key comes from SEEDJOB_API_KEY or --api-key-file alone"
        return Stranger(SECRET, message, hint)
    meant = _meant(key, known)
    if meant is None:
        hint = f"known here: {', '.join(known)}"
    elif meant not in known:
        hint = _PLACED[meant]
    else:
        hint = f"did you mean '{meant}'?"
    means = (meant,) if meant is not None and meant in known else ()
    return Stranger(UNKNOWN, f"{shown(key)} is not a setting here", hint, means)


def _meant(key: str, known: Collection[str]) -> str | None:
    """Tell which setting was meant: one that is known here first, then one of any table."""
    written = key.casefold().replace("-", "_")
    habit = _MEANT.get(written)
    if written in _PLACED or written in known:
        return written
    return habit or nearest(written, known) or nearest(written, TABLE_OF)


def _allow(value: object) -> str | None:
    return f'write allow = ["{value}"]' if value in ALLOWABLE else None


_EXAMPLES: Final[Mapping[str, str]] = {
    "currency": '"USD"',
    "per_second": '"0.05"',
    "per_task": '"2.00"',
}
"""Setting that may be missing to what may be written there."""

WORDS: Final = Vocabulary(
    settings_schema, _field, _meet, {"allow": _allow}, _EXAMPLES, equals=" = "
)
"""The vocabulary of `seedjob.toml`."""
