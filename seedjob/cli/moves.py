"""Records whose jobs bear other names now to steps that lose none of them, wherever they end."""

import errno
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path, PurePath
from typing import Final

from seedjob.durable import recording, sync_folder
from seedjob.errors import MediaError
from seedjob.manifest import Manifest, Output, manifest_name, video_path
from seedjob.media.digest import hash_file
from seedjob.record import Record


@dataclass(frozen=True, slots=True)
class Move:
    """A record on its way to another place, or to be put right in its own; `known` is what it says.

    `video` is where its video lies, be it in its new place already; none where there is none.
    `said` is the name by which the record knew it: a move that was killed has put that right first.
    """

    source: Path
    target: Path
    known: Manifest
    video: Path | None = None
    said: str | None = None

    @property
    def place(self) -> Path:
        """Tell where its video belongs."""
        return video_of(self.target, self.known)


def video_of(path: Path, manifest: Manifest) -> Path:
    """Tell where the video lies of a record at `path`."""
    return video_path(path.parent, name_at(path, manifest), manifest.service)


def name_at(path: Path, manifest: Manifest) -> str:
    """Tell the name of the job whose record lies at `path`."""
    return path.name.removesuffix(manifest_name("", manifest.service))


def named(manifest: Manifest, path: Path, spec: str) -> Manifest:
    """Give a record as it stands at `path`, for a job of `spec`: its own files bear its name."""
    video = video_of(path, manifest).name
    outputs = [
        one.model_copy(update={"path": video}) if one.path != video and one.kind == "video" else one
        for one in manifest.outputs
    ]
    name = name_at(path, manifest)
    if (manifest.job, manifest.spec, manifest.outputs) == (name, spec, outputs):
        return manifest
    return manifest.model_copy(update={"job": name, "spec": spec, "outputs": outputs})


def said_video(manifest: Manifest) -> str | None:
    """Tell by which name a record knows its video, if that is one in its own folder."""
    names = (one.path for one in manifest.outputs if one.kind == "video")
    return next((name for name in names if PurePath(name).name == name), None)


def with_videos(moves: Collection[Move], places: Iterable[Path] = ()) -> tuple[Move, ...]:
    """Find the video of each record that is to move.

    It lies beside its record, or where a move was killed on its way, at last in any of the
    `places` that have no record: two on end were killed, or another job takes the record now.
    One that was cut by hand, so that no record knows it, goes with the record that it lies beside.
    """
    astray = cache(lambda: {_sha256(at): at for at in places})  # most moves need no look
    found = [replace(one, video=_find_video(one, astray)) for one in moves]
    known = {one.video for one in found if one.video is not None}
    return tuple(one if one.video else replace(one, video=_beside(one, known)) for one in found)


def _find_video(one: Move, astray: Callable[[], Mapping[str | None, Path]]) -> Path | None:
    own = video_of(one.source, one.known)
    if own.is_file() and (own == one.place or not os.path.lexists(one.place)):
        return own
    made = {output.sha256 for output in all_outputs(one.known)}
    places = [own, video_of(_aside(one.source), one.known), one.place]
    places += [one.source.with_name(one.said)] if one.said else []
    found = next((at for at in places if at.is_file() and _sha256(at) in made), None)
    return found or next((astray()[sha256] for sha256 in sorted(made) if sha256 in astray()), None)


def _sha256(video: Path) -> str | None:
    """Hash a file; what cannot be read is no video that anybody knows."""
    try:
        return hash_file(video)[0]
    except MediaError:
        return None


def _beside(one: Move, known: Collection[Path]) -> Path | None:
    own = video_of(one.source, one.known)
    return own if own.is_file() and own not in known else None


def all_outputs(manifest: Manifest | None) -> Iterator[Output]:
    """List what came of a record's task, and of those before it."""
    if manifest is not None:
        yield from manifest.outputs
        for task in manifest.replaced:
            yield from task.outputs


def carry(moves: Iterable[Move]) -> None:
    """Bring all records and videos into their places, each over nothing that lies there.

    Names are put right first, then the video goes, then the record: a record is at each moment in
    one place alone, and the next run finds its video beside it, aside, or where it was going to.
    Raises RecordError where the disk does not let us.
    """
    left = in_order(moves)[::-1]
    while left:
        one = left.pop()
        Record(one.source).write(one.known)
        if one.video not in {None, one.place}:
            if os.path.lexists(one.place):  # seldom, and what asks all of the others takes long
                left = [_out_of_the_way(other, one.place) for other in left]
            _move_video(one)
        if one.source != one.target:
            Record(one.source).move(one.target)


def _out_of_the_way(other: Move, place: Path) -> Move:
    """Put a video aside that lies where another is to go first: a move was killed on its way."""
    if other.video != place or other.place == place:
        return other
    aside = replace(other, target=_aside(other.source))
    _move_video(aside)
    return replace(other, video=aside.place)


def _move_video(one: Move) -> None:
    """Move a video to where none is; a preview stays where it is then."""
    assert one.video is not None
    with recording(one.place):
        if not os.path.lexists(one.place):
            one.video.rename(one.place)
            sync_folder(one.place.parent)
            if one.video.parent != one.place.parent:
                sync_folder(one.video.parent)
        elif one.known.service == "live":
            raise FileExistsError(errno.EEXIST, "something is there")


def in_order(moves: Iterable[Move]) -> list[Move]:
    """Order moves so that each comes to where nothing is any more; a cycle begins by a third place.

    No two of them have one source, or one target.
    """
    left = {one.source: one for one in moves}
    done: list[Move] = []
    for source in tuple(left):
        chain: list[Move] = []
        at = source
        while one := left.pop(at, None):
            chain.append(one)
            at = one.target
        if len(chain) > 1 and at == source:
            chain = _opened(chain)
        done += reversed(chain)
    return done


def _opened(cycle: list[Move]) -> list[Move]:
    """Let one of a cycle wait aside for its place, one with nothing where it would wait."""
    at = next((at for at, one in enumerate(cycle) if _may_wait(one)), 0)
    first, *others = cycle[at:] + cycle[:at]
    aside = _aside(first.source)
    goes = first.video is not None and first.video != first.place
    wait = replace(first, target=aside, video=first.video if goes else None)
    return [replace(first, source=aside, video=wait.place if goes else None), *others, wait]


def _may_wait(one: Move) -> bool:
    aside = _aside(one.source)
    video = video_of(aside, one.known)
    return not os.path.lexists(aside) and (video == one.video or not os.path.lexists(video))


def _aside(path: Path) -> Path:
    """Name the place in which the record at `path` waits: one that no job can have."""
    return path.with_name(f"{ASIDE}{path.name}")


def home(path: Path) -> Path:
    """Tell from where the record at `path` was put aside, if it was."""
    return path.with_name(path.name.removeprefix(ASIDE))


ASIDE: Final = "~"
"""How names begin of what waits for its place to be left; no job's name does."""
