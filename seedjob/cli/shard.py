"""`I/N`, or what an array job finds in its environment, to one part of all jobs."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from seedjob.errors import UsageError

AUTO: Final = "auto"

_WRITTEN: Final = re.compile(r"(auto|[1-9]\d{0,5})(?:/([1-9]\d{0,5}))?")
_NUMBER: Final = re.compile(r"\d{1,9}")


@dataclass(frozen=True, slots=True)
class Shard:
    """Part `index` of `count`, from 1."""

    index: int
    count: int

    def holds(self, job_id: str) -> bool:
        """Tell whether a job belongs to this part: by its id alone, so that no other job counts."""
        digest = hashlib.sha256(job_id.encode("utf-8", "surrogateescape")).digest()
        return int.from_bytes(digest[:8]) % self.count == self.index - 1

    def __str__(self) -> str:
        """Write it as on the command line."""
        return f"{self.index}/{self.count}"


@dataclass(frozen=True, slots=True)
class Scheme:
    """The variables by which one kind of array job tells a process its number, and of how many.

    Numbers start at `first`, which may be a variable too; they may be `step` apart.
    """

    number: str
    count: str | None
    first: int | str = 0
    last: str | None = None
    step: str | None = None


SCHEMES: Final = (
    Scheme("JOB_COMPLETION_INDEX", None),  # Kubernetes, indexed jobs; nothing tells the count
    Scheme(
        "SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT",
        "SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_MAX", "SLURM_ARRAY_TASK_STEP",
    ),
    Scheme("AWS_BATCH_JOB_ARRAY_INDEX", "AWS_BATCH_JOB_ARRAY_SIZE"),
    Scheme("CI_NODE_INDEX", "CI_NODE_TOTAL", first=1),  # GitLab
    Scheme("CIRCLE_NODE_INDEX", "CIRCLE_NODE_TOTAL"),
    Scheme("BUILDKITE_PARALLEL_JOB", "BUILDKITE_PARALLEL_JOB_COUNT"),
)  # fmt: skip


def read_shard(text: str, environment: Mapping[str, str]) -> Shard:
    """Read `I/N`, `auto`, or `auto/N` where the environment tells only the number.

    Raises UsageError for another text, and where the environment says nothing, or two things.
    """
    found = _WRITTEN.fullmatch(text)
    part, given = (found[1], int(found[2] or 0)) if found else ("", 0)
    if part == AUTO:
        return _found(environment, given)
    if not part or int(part) > given:
        raise UsageError(
            f"'{text}' is not a shard; write I/N with I from 1 to N: 2/8, "
            "or auto where an array job tells it"
        )
    return Shard(int(part), given)


def _found(environment: Mapping[str, str], given: int) -> Shard:
    told = {
        scheme.number: _Told(scheme, environment).shard(given)
        for scheme in SCHEMES
        if environment.get(scheme.number)
    }
    if not told:
        names = ", ".join(scheme.number for scheme in SCHEMES)
        raise UsageError(f"--shard auto finds none of {names}; write which part: --shard 2/8")
    if len(set(told.values())) > 1:
        said = " and ".join(f"{name} means {shard}" for name, shard in told.items())
        raise UsageError(f"--shard auto finds a contradiction: {said}; write which: --shard 2/8")
    return next(iter(told.values()))


@dataclass(frozen=True, slots=True)
class _Told:
    """What the environment says in the words of one scheme."""

    scheme: Scheme
    environment: Mapping[str, str]

    def shard(self, given: int) -> Shard:
        """Put it together; `given` is the count on the command line, or 0."""
        scheme, number = self.scheme, self._number(self.scheme.number)
        first = self._number(scheme.first) if isinstance(scheme.first, str) else scheme.first
        step = self._number(scheme.step) if scheme.step and self._has(scheme.step) else 1
        count = self._count(given)
        if scheme.last and self._has(scheme.last) and step:
            self._check_dense(first, step, count)
        index, left = divmod(number - first, step or 1)
        if left or not 0 <= index < count:
            raise UsageError(
                f"{scheme.number} is {number}, which is none of {count} parts from {first} on; "
                "write which part: --shard 2/8"
            )
        return Shard(index + 1, count)

    def _count(self, given: int) -> int:
        name = self.scheme.count
        told = self._number(name) if name and self._has(name) else 0
        if told and given and told != given:
            raise UsageError(f"{name} is {told}, and --shard auto/{given} says another count")
        if not told and not given:
            wanted = f"{name} is not set" if name else "nothing says of how many"
            raise UsageError(
                f"{self.scheme.number} is set, but {wanted}; write the count: --shard auto/8"
            )
        return told or given

    def _check_dense(self, first: int, step: int, count: int) -> None:
        """Refuse numbers with gaps: which part one of them is cannot be told by it alone."""
        assert self.scheme.last is not None
        last = self._number(self.scheme.last)
        if (last - first) // step + 1 != count:
            raise UsageError(
                f"the array's numbers from {first} to {last} have gaps, as it has {count} tasks; "
                "start it as 1-N, or write which part: --shard 2/8"
            )

    def _has(self, name: str) -> bool:
        return bool(self.environment.get(name))

    def _number(self, name: str) -> int:
        value = self.environment.get(name, "")
        if not _NUMBER.fullmatch(value):
            said = f"is '{value}', which is no number" if value else "is not set"
            raise UsageError(f"{name} {said}; write which part: --shard 2/8")
        return int(value)
