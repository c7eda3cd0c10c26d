"""What one kind of document is judged by: its schema, and the words for what is wrong with it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from seedjob.diagnostic import Route
from seedjob.spec import strangers
from seedjob.spec.field import EXAMPLES, Field, find_field
from seedjob.spec.habit_values import HABITS
from seedjob.spec.schema import Schema, job_schema
from seedjob.spec.strangers import Stranger


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The schema of a kind of document, and who finds words for each way to break it.

    `field` tells what a value should have been, `habits` what people write from habit by key,
    `meet` what an unknown key was meant to be, `examples` what may be written for a missing one;
    `equals` stands between a key and its value.
    """

    schema: Callable[[], Schema]
    field: Callable[[Route, Any], Field]
    meet: Callable[[str, Mapping[str, Any], Route, Collection[str]], Stranger]
    habits: Mapping[str, Callable[[object], str | None]]
    examples: Mapping[str, str]
    equals: str = ": "


def _shape() -> Schema:
    return job_schema(rules=False)


JOB: Final = Vocabulary(_shape, find_field, strangers.meet, HABITS, EXAMPLES)
"""The vocabulary of one job."""
