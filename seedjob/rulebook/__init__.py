"""Every rule by its name, with what people are told of it: literal tables, one a kind."""

from collections.abc import Mapping
from typing import Final

from seedjob.rulebook.content import CONTENT
from seedjob.rulebook.fields import FIELDS
from seedjob.rulebook.rule import Rule
from seedjob.rulebook.settings import SETTINGS
from seedjob.rulebook.warnings import WARNINGS
from seedjob.rulebook.yaml import YAML

__all__ = ["ALLOWABLE", "PRIVATE", "RULEBOOK", "Rule"]

RULEBOOK: Final[Mapping[str, Rule]] = {**CONTENT, **FIELDS, **WARNINGS, **SETTINGS, **YAML}
"""Name to rule, in the order in which README lists them."""

ALLOWABLE: Final = tuple(name for name in WARNINGS if not name.startswith("allow-"))
"""Rules that a comment or a setting may silence."""

PRIVATE: Final = frozenset({"secret", "url-credentials"})
"""Rules that a secret breaks: the line that holds it is not shown once more."""
