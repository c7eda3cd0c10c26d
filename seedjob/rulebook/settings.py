"""The rules of `seedjob.toml`."""

from collections.abc import Mapping
from typing import Final

from seedjob.rulebook.rule import Rule

SETTINGS: Final[Mapping[str, Rule]] = {
    "toml-syntax": Rule(
        "`seedjob.toml` is well-formed TOML in UTF-8",
        "[service]\nbase_url = https://gateway.example.com\n",
        '[service]\nbase_url = "https://gateway.example.com"\n',
    ),
    "setting-unknown": Rule(
        "a setting is one that is known, in its own table",
        "[run]\ninflight = 4\n",
        "[run]\nin_flight = 4\n",
    ),
    "setting-value": Rule(
        "a setting has a value of its own kind",
        '[run]\ndeadline = "1h"\n',
        "[run]\ndeadline = 3600\n",
    ),
}
"""Name to rule; the examples are lines of `seedjob.toml`."""
