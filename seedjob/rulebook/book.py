"""The rulebook: every rule by its name, in one table."""

from collections.abc import Mapping
from typing import Final

from seedjob.rulebook.batch import BATCH
from seedjob.rulebook.content import CONTENT
from seedjob.rulebook.fields import FIELDS
from seedjob.rulebook.rule import Rule
from seedjob.rulebook.settings import SETTINGS
from seedjob.rulebook.warnings import WARNINGS
from seedjob.rulebook.yaml import YAML

__all__ = ["ALLOWABLE", "RULEBOOK", "Rule"]

RULEBOOK: Final[Mapping[str, Rule]] = {**CONTENT, **FIELDS, **BATCH, **WARNINGS, **SETTINGS, **YAML}
"""Name to rule, in the order in which README lists them."""

ALLOWABLE: Final = tuple(name for name in WARNINGS if not name.startswith("allow-"))
"""Rules that a comment or a setting may silence."""
