"""Jobs of which a move was killed to what is to be put right of them, and what is to be left."""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from seedjob.cli.moves import ASIDE, Move, named, said_places, video_of
from seedjob.cli.orders import Case
from seedjob.cli.owners import is_anothers
from seedjob.cli.search import VIDEO, beside
from seedjob.cli.strays import Strays
from seedjob.manifest import Manifest
from seedjob.plan.action import DONE


def put_right(
    cases: Iterable[Case], ways: Mapping[Path, Path], sound: Collection[str]
) -> Iterator[Move]:
    """Put right records that stay where they are, and of which a move was killed.

    They bear another job's name, or their video does, or it is not there.
    """
    for one in cases:
        known, path = one.before, one.record.path
        if known is None or _is_in_order(one, known):
            continue
        if one.found or path in ways or is_anothers(one, sound):
            continue
        said = said_places(path, known)
        right = named(known, path, PurePosixPath(one.job.spec).name)
        gone = known.state == "completed" and one.action.reasons != (DONE,)
        if right != known or {*said} != {one.video} or (gone and not one.video.is_file()):
            yield Move(path, path, right, said=said)


def _is_in_order(one: Case, known: Manifest) -> bool:
    """Tell of most jobs, by the names alone that their records bear, that nothing was stopped."""
    names = {output.path for output in known.outputs if output.kind == "video"}
    own = known.job == one.job.name and known.spec == one.job.spec.rpartition("/")[2]
    calm = known.state != "completed" or one.action.reasons == (DONE,)
    return own and calm and names <= {one.video.name}


def left_over(strays: Strays, ways: Mapping[Path, Path]) -> Iterator[Move]:
    """Put right too what nobody asks for any more, and was stopped before it went anywhere."""
    for path, known in strays.items():
        said = said_places(path, known)
        if path not in ways and {*said} != {video_of(path, known)}:
            yield Move(path, path, named(known, path, known.spec), said=said)


def to_be_left(cases: Iterable[Case]) -> Iterator[Path]:
    """List places that are to be free: of videos yet to be made, and where a move let one wait."""
    folders = {one.folder: None for one in cases}
    yield from (one.video for one in cases if one.before is None)
    for folder in folders:
        aside = sorted(folder.glob(f"{ASIDE}*{VIDEO}"))
        yield from (at for at in aside if not os.path.lexists(beside(at)))
