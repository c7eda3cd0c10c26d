"""Records that are to move to where the video of each lies, and to what makes way for it."""

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from seedjob.cli.moves import ASIDE, Move, own_outputs, video_of
from seedjob.cli.search import VIDEO, Search, beside
from seedjob.manifest import INFIX


def with_videos(
    moves: Iterable[Move], needed: Collection[Path], search: Search
) -> tuple[Move, ...]:
    """Find the video of each record that is to move, and send home what lies in the way of any.

    One that was cut by hand, so that no record knows it, goes with the record that it lies beside.
    `needed` are further places that are to be left: what a record made goes to that record's place,
    whatever else lies where.
    """
    found = [replace(one, video=_find(one, needed, search)) for one in moves]
    known = {one.video for one in found if one.video is not None}
    found = [one if one.video else replace(one, video=_cut(one, known, search)) for one in found]
    return (*found, *_possible(found, [*_sent_home(found, needed, search)]))


def _find(one: Move, needed: Collection[Path], search: Search) -> Path | None:
    """Find a record's video beside it, where it goes, by a name that it says, or where one waits.

    Elsewhere it lies only if it was stopped on its way: what a person put away stays there.
    """
    own = video_of(one.source, one.known)
    if _is_at_rest(one, own):
        return own
    near = (own, one.place, *_ahead(one, own, search))
    for output in own_outputs(one.known):
        lying = [at for at in near if search.is_made(at, output)] or (
            at for at in search.lying(output) if at in needed or _is_stopped(at)
        )
        for at in lying:
            if at == own or not search.is_home(at):
                return at
    return None


def _ahead(one: Move, own: Path, search: Search) -> Iterator[Path]:
    """List where a record says that its video is to go, which is in the project."""
    return (at for at in one.said if at != own and search.holds(at))


def _is_stopped(video: Path) -> bool:
    """Tell whether a place is one where only a move brings another record's video."""
    return video.name.startswith(ASIDE) or os.path.lexists(beside(video))


def _is_at_rest(one: Move, own: Path) -> bool:
    """Tell without a look into it whether a record lies beside its video: no move was killed."""
    sizes = {output.bytes for output in one.known.outputs}
    free = own == one.place or not os.path.lexists(one.place)
    return free and {*one.said} == {own} and own.is_file() and own.stat().st_size in sizes


def _cut(one: Move, known: Collection[Path], search: Search) -> Path | None:
    """Find a file that lies beside a record, or went ahead to where it was to go, and is nobody's.

    What came of a task just before a kill is no more known than what was cut by hand.
    """
    own = video_of(one.source, one.known)
    places = [own, own.with_name(f"{ASIDE}{own.name}")]
    if one.known.state != "completed":
        places += [at for at in _ahead(one, own, search) if not os.path.lexists(beside(at))]
    left = (at for at in places if at not in known and at.is_file())
    for at in left:
        makers = {path for path, _ in search.makers(at)}
        if not makers or (at == own and makers == {one.source}):
            return at
    return None


def _sent_home(moves: Sequence[Move], needed: Iterable[Path], search: Search) -> Iterator[Move]:
    """Send home what lies in the way, if a record made it; that may be in another one's way."""
    seen = {one.video for one in moves}
    movers = {one.source for one in moves}
    places = [*needed, *(one.place for one in moves)]
    places += [video_of(one.source, one.known) for one in moves]
    for place in places:
        one = None if place in seen else _homeward(place, movers, search)
        seen.add(place)
        if one is not None:
            movers.add(one.source)
            places.append(one.place)
            yield one


def _homeward(place: Path, movers: Collection[Path], search: Search) -> Move | None:
    if not os.path.lexists(place) or search.is_home(place):
        return None
    made = [*search.makers(place)]
    known = (
        [one for one in made if search.is_own(place, one[1])] if made else search.awaiting(place)
    )
    ways = [
        Move(path, path, manifest, video=place)
        for path, manifest in known
        if path not in movers and _is_preview(place) == (manifest.service == "local")
    ]
    return next((one for one in ways if not os.path.lexists(one.place)), next(iter(ways), None))


def _is_preview(video: Path) -> bool:
    return video.name.endswith(f"{INFIX['local']}{VIDEO}")


def _possible(moves: Iterable[Move], homeward: Sequence[Move]) -> Sequence[Move]:
    """Leave out what would go to where something stays: that record has another video."""
    moves, free = [*moves], [*homeward]
    while True:
        leaving = {one.video for one in (*moves, *free) if one.video != one.place}
        left = [one for one in free if one.place in leaving or not os.path.lexists(one.place)]
        if len(left) == len(free):
            return left
        free = left
