"""The words for what can be wrong with settings: what each should be, what unknown ones meant."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from seedjob.diagnostic import Route
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
}
_RULE: Final = Field(VALUE, "a rule that warns", "write one of " + ", ".join(ALLOWABLE), ALLOWABLE)

TABLE_OF: Final[Mapping[str, str]] = {
    key: table
    for table, schema in settings_schema()["properties"].items()
    for key in schema["properties"]
}
"""Setting to the table that it stands in."""

_MEANT: Final[Mapping[str, str]] = {
    **dict.fromkeys(("url", "endpoint", "baseurl", "api_base", "host"), "base_url"),
    **dict.fromkeys(("concurrency", "parallel", "workers", "jobs", "max_in_flight"), "in_flight"),
    **dict.fromkeys(("timeout", "max_wait", "wait"), "deadline"),
    **dict.fromkeys(("poll_interval", "interval", "poll"), "poll_every"),
    **dict.fromkeys(("ignore", "disable", "silence", "exclude", "skip"), "allow"),
    **dict.fromkeys(("werror", "pedantic"), "strict"),
}
"""Name that people write from habit, to the setting."""


def _field(route: Route, _data: Any) -> Field:
    return _RULE if isinstance(route[-1], int) else _FIELDS[str(route[-1])]


def _meet(key: str, _around: Mapping[str, Any], _route: Route, known: Collection[str]) -> Stranger:
    if key.casefold() in SECRETS:
        message = f"{shown(key)} stands in a file that is kept in git"
        hint = "take it out: the key comes from SEEDJOB_API_KEY or --api-key-file alone"
        return Stranger(SECRET, message, hint)
    meant = _meant(key, known)
    table = TABLE_OF.get(meant or "")
    if meant is None:
        hint = f"known here: {', '.join(known)}"
    elif table and meant not in known:
        hint = f"write {meant} below a line [{table}]"
    else:
        hint = f"did you mean '{meant}'?"
    return Stranger(UNKNOWN, f"{shown(key)} is not a setting here", hint)


def _meant(key: str, known: Collection[str]) -> str | None:
    """Tell which setting was meant: one that is known here first, then one of any table."""
    written = key.casefold().replace("-", "_")
    habit = _MEANT.get(written)
    if written in TABLE_OF or written in known:
        return written
    return habit or nearest(written, known) or nearest(written, TABLE_OF)


def _allow(value: object) -> str | None:
    return f'write allow = ["{value}"]' if value in ALLOWABLE else None


WORDS: Final = Vocabulary(settings_schema, _field, _meet, {"allow": _allow}, {})
"""The vocabulary of `seedjob.toml`."""
