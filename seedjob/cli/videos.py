"""Records that are to move to where the video of each lies, and to what makes way for it."""

import os
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Final

from seedjob.cli.moves import ASIDE, Move, all_outputs, video_of
from seedjob.errors import MediaError, RecordError, UsageError
from seedjob.manifest import INFIX, SUFFIX, Manifest, Output, manifest_name
from seedjob.media.digest import hash_file
from seedjob.project import find_files
from seedjob.record import Record

VIDEO: Final = ".mp4"


class Search:
    """What lies about in a project: looked at where nothing nearer tells, and then once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._hashes: dict[Path, str | None] = {}

    def is_made(self, video: Path, output: Output) -> bool:
        """Tell whether a file is what came of a task, byte for byte."""
        return video.is_file() and output.sha256 == self._sha256(video)

    def lying(self, output: Output) -> Iterator[Path]:
        """Find what came of a task wherever it lies in the project."""
        return (at for at in self._sizes.get(output.bytes, ()) if self.is_made(at, output))

    def called(self, names: Collection[str]) -> Iterator[Path]:
        """Find the videos of these names beside which no record lies, wherever in the project."""
        every = sorted(at for paths in self._sizes.values() for at in paths if at.name in names)
        return (at for at in every if not os.path.lexists(beside(at)))

    def awaiting(self, video: Path) -> Iterator[tuple[Path, Manifest]]:
        """Find the record whose video came just before a kill, and goes, as it says, by this name.

        Of one that is completed no video is unknown.
        """
        name = beside(video).name
        for path in self._telling.get(name.removesuffix(SUFFIX), ()):
            manifest = _read(path)
            if manifest is None or manifest.state == "completed":
                continue
            if path.name != name == manifest_name(manifest.job, manifest.service):
                yield path, manifest

    def makers(self, video: Path) -> Iterator[tuple[Path, Manifest]]:
        """Find the records of which a video was made."""
        for path in self._telling.get(self._sha256(video) or "", ()):
            manifest = _read(path)
            if manifest is not None and self._made(manifest, video):
                yield path, manifest

    def is_home(self, video: Path) -> bool:
        """Tell whether a video lies beside the very record that it was made of."""
        manifest = _read(beside(video))
        return manifest is not None and self._made(manifest, video)

    def _made(self, manifest: Manifest, video: Path) -> bool:
        return any(self.is_made(video, output) for output in all_outputs(manifest))

    def _sha256(self, video: Path) -> str | None:
        """Hash a file; what cannot be read is no video that anybody knows."""
        if video not in self._hashes:
            try:
                self._hashes[video] = hash_file(video)[0]
            except MediaError:
                self._hashes[video] = None
        return self._hashes[video]

    @cached_property
    def _sizes(self) -> dict[int, list[Path]]:
        found: dict[int, list[Path]] = {}
        for path in self._files(VIDEO):
            found.setdefault(path.stat().st_size, []).append(path)
        return found

    @cached_property
    def _telling(self) -> dict[str, list[Path]]:
        """List the records that tell of a job or a hash, be it of a file that was given."""
        found: dict[str, list[Path]] = {}
        for path in self._files(SUFFIX):
            for told in {*_TELLING.findall(_text(path))}:
                found.setdefault(told, []).append(path)
        return found

    def _files(self, ending: str) -> list[Path]:
        """List files; where the system does not let us search nothing is found."""
        try:
            return [Path(path) for path in sorted(find_files(self._root, ending))]
        except UsageError:
            return []


_TELLING: Final = re.compile(r'"(?:sha256|job)"\s*:\s*"([^"]*)"')


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _read(path: Path) -> Manifest | None:
    """Read a record; one that cannot be read is left to who selects its job."""
    try:
        return Record(path).read()
    except RecordError:
        return None


def beside(video: Path) -> Path:
    """Tell where the record lies of a job whose video is at that place."""
    return video.with_name(f"{video.name.removesuffix(VIDEO)}{SUFFIX}")


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
    near = (own, one.place, *(own.with_name(name) for name in one.said))
    done = one.known.state == "completed"
    for output in one.known.outputs if done else all_outputs(one.known):
        lying = [at for at in near if search.is_made(at, output)] or (
            at for at in search.lying(output) if at in needed or _is_on_its_way(at, one, own)
        )
        for at in lying:
            if at == own or not search.is_home(at):
                return at
    return None


def _is_on_its_way(video: Path, one: Move, own: Path) -> bool:
    """Tell whether a place is one where a move may have been stopped that brought a video there."""
    ahead = {*one.said} - {own.name}
    waits = video.name.startswith(ASIDE)
    return waits or video.name in ahead or os.path.lexists(beside(video))


def _is_at_rest(one: Move, own: Path) -> bool:
    """Tell without a look into it whether a record lies beside its video: no move was killed."""
    sizes = {output.bytes for output in one.known.outputs}
    free = own == one.place or not os.path.lexists(one.place)
    return free and {*one.said} == {own.name} and own.is_file() and own.stat().st_size in sizes


def _cut(one: Move, known: Collection[Path], search: Search) -> Path | None:
    """Find a file that lies beside a record, or went ahead to where it was to go, and is nobody's.

    What came of a task just before a kill is no more known than what was cut by hand.
    """
    own = video_of(one.source, one.known)
    ahead = {*one.said} - {own.name} if one.known.state != "completed" else ()
    places = [own, own.with_name(f"{ASIDE}{own.name}"), *(search.called(ahead) if ahead else ())]
    left = (at for at in places if at not in known and at.is_file())
    return next(
        (at for at in left if {path for path, _ in search.makers(at)} <= {one.source}), None
    )


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
    known = [*search.makers(place)] or [*search.awaiting(place)]
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
    leaving = {one.video for one in (*moves, *homeward) if one.video != one.place}
    free = [one for one in homeward if one.place in leaving or not os.path.lexists(one.place)]
    return free if len(free) == len(homeward) else _possible(moves, free)
