"""A client's records to what they say of a job: ours, and those of a naive one."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import jsonschema
from jsonschema.protocols import Validator

SCHEMA: Final = Path(__file__).parents[2] / "schemas" / "manifest.schema.json"
MAYBE: Final = ("submitting", "unknown")
"""States that say that a job may have been paid, and that it is never asked for again."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a client's record says of a job: `state` is `none` without a record, `torn` of a bad."""

    state: str
    ids: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Client:
    """How a client is started in a project, and how its record of a job beside its spec is read."""

    name: str
    command: Sequence[str]
    suffix: str
    reading: Callable[[bytes], Entry]

    def entry(self, specs: Path, job: str) -> Entry:
        """Read the record of a job."""
        try:
            return self.reading((specs / f"{job}{self.suffix}").read_bytes())
        except FileNotFoundError:
            return Entry("none")


@lru_cache(maxsize=4096)
def _manifest(data: bytes) -> Entry:
    """Read a manifest by its published schema, and by nothing that wrote it."""
    try:
        value = json.loads(data)
        _validator().validate(value)
    except (ValueError, jsonschema.ValidationError):
        return Entry("torn")
    tasks = [value.get("task"), *(old["task"] for old in value.get("replaced", ()))]
    return Entry(value["state"], frozenset(task["id"] for task in tasks if task and "id" in task))


@cache
def _validator() -> Validator:
    return jsonschema.Draft202012Validator(json.loads(SCHEMA.read_bytes()))


def _result(data: bytes) -> Entry:
    try:
        value: Any = json.loads(data)
        return Entry("completed", frozenset({value["id"]}))
    except (ValueError, KeyError):
        return Entry("torn")


OURS: Final = ("-m", "seedjob", "run", "--yes", "--poll-every", "0.1")
SEEDJOB: Final = Client("seedjob", OURS, ".manifest.json", _manifest)
NAIVE: Final = Client("naive", ("-m", "tests.proofs.naive"), ".result.json", _result)
CLIENTS: Final = {client.name: client for client in (SEEDJOB, NAIVE)}
