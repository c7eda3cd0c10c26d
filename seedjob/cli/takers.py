"""Jobs and the records that lie about to each job with the record that its request was paid for."""

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Final

from seedjob.cli.ledger import job_id
from seedjob.cli.moves import Move, home, name_at, named, said_places
from seedjob.cli.orders import Astray, Case, Look, decided, intent
from seedjob.cli.owners import is_anothers
from seedjob.cli.search import Search
from seedjob.cli.specs import Loaded
from seedjob.cli.stopped import left_over, put_right, to_be_left
from seedjob.cli.strays import Strays
from seedjob.cli.videos import with_videos
from seedjob.manifest import PAID, Manifest, State
from seedjob.plan.action import MOVED, Action


@dataclass(frozen=True, slots=True)
class Taken:
    """Jobs with the records that are theirs, what is left of others, and what is to move for it."""

    cases: list[Case]
    strays: Strays
    moves: tuple[Move, ...] = ()


def lacks(one: Case, sound: Collection[str]) -> bool:
    """Tell whether a job has no record of the request that it makes now, by its own doing.

    One that failed, or was lost, and is to be asked for again has none that is worth anything.
    """
    if one.before is None:
        return True
    other = one.before.fingerprint != one.fingerprint or _is_retried(one)
    return other and not is_anothers(one, sound)


def _is_retried(one: Case) -> bool:
    known = one.before
    if known is None or known.state not in {"failed", "lost"} or one.action.kind != "create":
        return False
    return known.fingerprint == one.fingerprint


def taken_over(cases: Iterable[Case], strays: Strays, *, loaded: Loaded, look: Look) -> Taken:
    """Let each job that lacks one take the record of its very request: nothing is bought again.

    It takes one of the `strays`, or one in the place of a job that asks for something else now. Of
    several each is taken once, first those that are paid. What lies in a place that is taken, and
    nobody asks for, goes to where its follower came from.
    """
    cases = list(cases)
    sound = {job.spec for job in loaded.jobs}
    lacking = [one for one in cases if lacks(one, sound)]
    there = strays | {one.record.path: one.before for one in lacking if one.before is not None}
    kept = [one.before for one in cases if one.record.path not in there and one.before is not None]
    asking = {one.record.path: one for one in cases}
    offered = {
        path: manifest
        for path, manifest in there.items()
        if path not in asking or asking[path].fingerprint != manifest.fingerprint
    }
    ways = _ways(lacking, _offered(offered, kept))
    _swap_out(ways, there)
    moving = [*put_right(cases, ways, sound), *left_over(strays, ways)]
    moving += [_move(*way, there, asking) for way in ways.items()]
    moves = with_videos(moving, dict.fromkeys(to_be_left(cases)), Search(loaded.root))
    moves = tuple(one for one in moves if not _is_idle(one, asking))
    left = {path: manifest for path, manifest in strays.items() if path not in ways}
    left |= {
        one.target: one.known for one in moves if one.source in ways and one.target not in asking
    }
    return Taken(list(_settled(cases, moves, loaded.root, look)), left, moves)


def _offered(there: Strays, kept: Iterable[Manifest]) -> list[tuple[Path, Manifest]]:
    """Offer each task's record once, the best of a request first, and none of a task that is kept.

    A record that was copied by hand, or by a move that was killed, has the task of another.
    """
    seen = {one.task.id for one in kept if one.task} - {None}
    offered: list[tuple[Path, Manifest]] = []
    for path, manifest in sorted(there.items(), key=lambda pair: _BEST.index(pair[1].state)):
        own = manifest.task.id if manifest.task else None
        if own is None or own not in seen:
            seen.add(own)
            offered.append((path, manifest))
    return offered


_BEST: Final[tuple[State, ...]] = (
    "completed", "submitted", "lost", "submitting", "unknown", "failed",
)  # fmt: skip
"""Records of one request by what they are worth: what is paid is never made anew beside another."""


def _ways(lacking: Sequence[Case], offered: Sequence[tuple[Path, Manifest]]) -> dict[Path, Path]:
    """Tell from where to where records move: to jobs that lack one of that very request.

    Of several takes each keeps its own: what is paid goes first to the cell that bears its name.
    What failed and is asked for again takes nothing else.
    """
    paid = [pair for pair in offered if pair[1].state in PAID]
    new = [one for one in lacking if not _is_retried(one)]
    ways: dict[Path, Path] = {}
    for cases, some, cell in ((lacking, paid, _cell), (lacking, paid, _any), (new, offered, _any)):
        served = {*ways.values()}
        others = [one for one in cases if one.record.path not in served]
        left = [pair for pair in some if pair[0] not in ways]
        ways |= _dealt(others, left, cell=cell)
    return ways


def _any(name: str) -> str:  # noqa: ARG001 - as _cell, of which it is the other
    """Take all cells for one."""
    return ""


def _dealt(
    lacking: Iterable[Case], offered: Iterable[tuple[Path, Manifest]], *, cell: Callable[[str], str]
) -> dict[Path, Path]:
    """Deal records to jobs of the same request whose names have the same `cell`, the best first."""
    piles: dict[tuple[str, str], list[Path]] = {}
    for path, manifest in offered:
        key = manifest.fingerprint, cell(name_at(path, manifest))
        piles.setdefault(key, []).append(path)
    tops = {key: iter(paths) for key, paths in piles.items()}
    dealt = (
        (next(tops.get((one.fingerprint, cell(one.job.name)), iter(())), None), one)
        for one in lacking
    )
    return {path: one.record.path for path, one in dealt if path is not None}


def _cell(name: str) -> str:
    """Tell the last part of a job's name, which stays when its spec gets another one."""
    return name.rpartition(".")[2] if "." in name else ""


def _swap_out(ways: dict[Path, Path], there: Strays) -> None:
    """Send what nobody asks for, and whose place is taken, to where that came from in the end."""
    came = {target: source for source, target in ways.items()}
    for target in came:
        if target in there and target not in ways:
            start = target
            while start in came:
                start = came[start]
            place = home(start)
            ways[target] = start if place in came or os.path.lexists(place) else place


def _move(source: Path, target: Path, there: Strays, asking: Mapping[Path, Case]) -> Move:
    manifest, one = there[source], asking.get(target)
    if one is None:
        spec = there.get(target, manifest).spec
        return Move(
            source, target, named(manifest, target, spec), said=said_places(source, manifest)
        )
    known = named(manifest, target, PurePosixPath(one.job.spec).name)
    if manifest.fingerprint == one.fingerprint:
        new = intent(one)
        known = known.model_copy(update={"request": new.request, "inputs": new.inputs})
    return Move(source, target, known, said=said_places(source, manifest))


def _is_idle(move: Move, asking: Mapping[Path, Case]) -> bool:
    one = asking.get(move.source)
    same = one is not None and one.before == move.known and move.source == move.target
    return same and move.video in {None, move.place}


def _settled(
    cases: Iterable[Case], moves: Iterable[Move], root: Path, look: Look
) -> Iterator[Case]:
    """Decide anew about each job whose record comes from elsewhere, or goes elsewhere."""
    moves = tuple(moves)
    coming = {one.target: one for one in moves}
    going = {one.source: one for one in moves}
    leaving = {one.video for one in moves if one.video != one.place}
    for one in cases:
        path = one.record.path
        if (move := coming.get(path)) and move.source == path:
            yield _right(one, move, leaving, look)
        elif move:
            yield _moved(one, move, job_id(move.source, root), look)
        elif move := going.get(path):
            yield _bereft(one, job_id(move.target, root))
        else:
            yield one


def _right(one: Case, move: Move, leaving: Collection[Path | None], look: Look) -> Case:
    """Decide about what stays where it is; its video may come, and another's leave its place."""
    case = replace(one, before=move.known)
    if one.action.kind == "create":
        return case
    comes = move.video not in {None, one.video}
    gone = one.video in leaving and not comes
    return decided(case, look, files_there=comes if comes or gone else None)


def _moved(one: Case, move: Move, origin: str, look: Look) -> Case:
    case = replace(one, before=move.known, found=Astray(move.source))
    case = decided(case, look, files_there=move.video is not None)
    reasons = (f"{MOVED}{origin}", *case.action.reasons)
    return replace(case, action=replace(case.action, reasons=reasons))


def _bereft(one: Case, taker: str) -> Case:
    """Make anew what asks for something else now, and whose record another job asks for."""
    changes = one.action.changes
    told = tuple(change.sentence for change in changes) or ("changed",)
    action = Action("create", (*told, f"its record goes to {taker}"), changes)
    return replace(one, before=None, found=None, action=action)
