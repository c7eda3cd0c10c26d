"""A service's log and a client's records to what is wrong between them."""

from collections import Counter
from dataclasses import dataclass, fields
from functools import lru_cache
from hashlib import sha256
from typing import Final

from tests.proofs.clients import MAYBE, Client
from tests.proofs.place import Place

STRAYS: Final = (".draft", ".room", ".part")
"""Endings of files that a run makes for itself alone."""


@dataclass(frozen=True, slots=True)
class Found:
    """What is wrong, each named once however often it is found."""

    paid_twice: frozenset[str] = frozenset()
    ids_lost: frozenset[str] = frozenset()
    torn: frozenset[str] = frozenset()
    wrong_files: frozenset[str] = frozenset()
    unfinished: frozenset[str] = frozenset()
    leaks: frozenset[str] = frozenset()
    strays: frozenset[str] = frozenset()

    def __or__(self, other: "Found") -> "Found":
        mine, its = self.named(), other.named()
        return Found(**{name: mine[name] | its[name] for name in mine})

    def named(self) -> dict[str, frozenset[str]]:
        """Give what was found, by what is wrong with it."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    def __bool__(self) -> bool:
        return any(self.named().values())


def judge(place: Place, client: Client) -> Found:
    """Judge what must hold at any moment, also in the midst of a run that was killed."""
    creates = place.lines("creates")
    times = Counter(line["job"] for line in creates)
    entries = {job: client.entry(place.specs, job) for job in jobs(place)}
    return Found(
        paid_twice=frozenset(
            f"{place.root.name} {job} {number}"
            for job, many in times.items()
            for number in range(2, many + 1)
        ),
        ids_lost=frozenset(
            f"{place.root.name} {line['job']} {line['task']}"
            for line in creates
            if line["task"] not in (entry := entries[line["job"]]).ids and entry.state not in MAYBE
        ),
        torn=frozenset(
            f"{place.root.name} {job}" for job, entry in entries.items() if entry.state == "torn"
        ),
        wrong_files=frozenset(
            f"{place.root.name} {path.name} {digest}"
            for path in place.specs.glob("*.mp4")
            if (digest := _digest(path.read_bytes())) != place.clip
        ),
    )


def judge_end(place: Place, client: Client) -> Found:
    """Judge what must hold besides once a run has come to its end."""
    completed = {job for job in jobs(place) if client.entry(place.specs, job).state == "completed"}
    whole = {job for job in completed if (place.specs / f"{job}.mp4").is_file()}
    return judge(place, client) | Found(
        unfinished=frozenset(
            f"{place.root.name} {job}" for job in jobs(place) - whole - unknown(place, client)
        ),
        strays=strays(place, client),
    )


def jobs(place: Place) -> frozenset[str]:
    """List the jobs of the project."""
    return frozenset(path.stem for path in place.specs.glob("*.yaml"))


def unknown(place: Place, client: Client) -> frozenset[str]:
    """List the jobs of which nobody knows whether they were paid."""
    entries = ((job, client.entry(place.specs, job)) for job in jobs(place))
    return frozenset(job for job, entry in entries if entry.state in MAYBE)


def strays(place: Place, client: Client) -> frozenset[str]:
    """List what killed runs left that no later one needs: a room waits beside its create alone."""
    left = (path.name for path in place.specs.iterdir() if path.suffix in STRAYS)
    rooms = {f".{job}{client.suffix}.room" for job in unknown(place, client)}
    return frozenset(f"{place.root.name} {name}" for name in left if name not in rooms)


@lru_cache(maxsize=64)
def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()
