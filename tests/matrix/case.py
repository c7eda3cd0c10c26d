"""The rows of cases.yaml to cases: what is played, and what has to come of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

TABLE = Path(__file__).with_name("cases.yaml")
JOBS = ("fox", "hen", "owl")


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """Something done to a run at a moment of it, so many seconds later."""

    when: str
    do: str
    wait: float = 0.0


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the program and what it leaves; counts are of all runs of the case so far.

    `state` is that of the job's manifest, "none" where there is none, a list where there are
    several jobs. `posts` counts creates that were asked for, `creates` those accepted. `aged`
    makes the manifests so many minutes older before. A `late` service starts after the program
    has looked for it. `within` bounds the seconds between what is done meanwhile and the end.
    """

    exit: int
    state: str | list[str]
    creates: int
    faults: list[Mapping[str, Any]] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    env: Mapping[str, str] = field(default_factory=dict)
    disk: Mapping[str, Any] | None = None
    meanwhile: list[Meanwhile] = field(default_factory=list)
    posts: int | None = None
    says: str = ""
    receipt: bool = False
    aged: int = 0
    late: bool = False
    within: float | None = None

    @property
    def states(self) -> list[str]:
        return [self.state] if isinstance(self.state, str) else list(self.state)


@dataclass(frozen=True, slots=True)
class Case:
    """One row: its runs, one after another, in one project with one service."""

    name: str
    area: str
    runs: tuple[Run, ...]
    before: str = ""
    local: bool = False
    owed: str = ""  # why the program does not do so yet

    @property
    def jobs(self) -> tuple[str, ...]:
        return JOBS[: len(self.runs[0].states)]


OF_CASE = ("name", "area", "before", "local", "owed")


def cases() -> list[Case]:
    """Read the table; a key that nobody knows is a fault of it."""
    rows = YAML(typ="safe", pure=True).load(TABLE.read_text("utf-8"))
    return [_case(dict(row)) for row in rows]


def _case(row: dict[str, Any]) -> Case:
    own = {name: row.pop(name) for name in OF_CASE if name in row}
    then = row.pop("then", [])
    return Case(**own, runs=tuple(map(_run, [row, *then])))


def _run(row: dict[str, Any]) -> Run:
    return Run(**{**row, "meanwhile": [Meanwhile(**one) for one in row.get("meanwhile", [])]})
