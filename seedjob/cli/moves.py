"""Records whose jobs bear other names now to steps that lose none of them, wherever they end."""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Final

from seedjob.durable import rename
from seedjob.manifest import Manifest, Output, manifest_name, video_path
from seedjob.record import Record


@dataclass(frozen=True, slots=True)
class Move:
    """A record on its way to another place, or to be put right in its own; `known` is what it says.

    `video` is where its video lies, be it in its new place already; none where there is none.
    `said` are the places that the record told of: a move that was killed had written that first.
    """

    source: Path
    target: Path
    known: Manifest
    video: Path | None = None
    said: tuple[Path, ...] = ()

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


def said_places(path: Path, manifest: Manifest) -> tuple[Path, ...]:
    """Tell where the record at `path` says that its video is: beside it, or where it is to go."""
    names = (one.path for one in manifest.outputs if one.kind == "video")
    said = (path.with_name(name) for name in names if PurePath(name).name == name)
    return (*said, bound_for(path, manifest))


def bound_for(path: Path, manifest: Manifest) -> Path:
    """Tell where the video is to go of the record at `path`, as its job says, seen from there."""
    return Path(os.path.normpath(video_path(path.parent, manifest.job, manifest.service)))


def all_outputs(manifest: Manifest | None) -> Iterator[Output]:
    """List what came of a record's task, and of those before it."""
    if manifest is not None:
        yield from manifest.outputs
        for task in manifest.replaced:
            yield from task.outputs


def own_outputs(manifest: Manifest) -> Iterator[Output]:
    """List what may be a record's video: once it is completed, none that was made before."""
    return iter(manifest.outputs) if manifest.state == "completed" else all_outputs(manifest)


def carry(moves: Iterable[Move]) -> None:
    """Bring all records and videos into their places, each over nothing that lies there.

    Each record says first where it goes, then go all videos, then all records, and say in the end
    where they are. So a record is at each moment in one place alone, and one whose video may lie
    elsewhere says where. A preview stays where it is if its place is not free.
    Raises RecordError where the disk does not let us.
    """
    moves = [_brought_back(one) for one in moves]
    videos = {one.video: one.place for one in moves if one.video not in {None, one.place}}
    previews = {one.place for one in moves if one.known.service == "local"}
    _write((one.source, _bound(one)) for one in moves if one.source != one.target)
    for source, target in in_order(videos):
        if target not in previews or not os.path.lexists(target):
            rename(source, target)
    for source, target in in_order({one.source: one.target for one in moves}):
        rename(source, target)
    _write((one.target, one.known) for one in moves)


def _brought_back(one: Move) -> Move:
    """Let a video that was stopped elsewhere wait beside its record, which is to say another name.

    Nothing else tells of the place where it lies.
    """
    own = video_of(one.source, one.known)
    stays = one.source == one.target or one.video in {None, own, one.place}
    if stays or one.video is None or one.video.name.startswith(ASIDE):
        return one
    waits = aside(own)
    rename(one.video, waits)
    return replace(one, video=waits)


def _bound(one: Move) -> Manifest:
    """Let a record say where it goes, seen from where it is."""
    job = one.target.with_name(name_at(one.target, one.known))
    return one.known.model_copy(
        update={"job": Path(os.path.relpath(job, one.source.parent)).as_posix()}
    )


def _write(records: Iterable[tuple[Path, Manifest]]) -> None:
    for path, manifest in records:
        record = Record(path)
        if record.has_room or record.read() != manifest:
            record.write(manifest)


def in_order(ways: Mapping[Path, Path]) -> list[tuple[Path, Path]]:
    """Order ways so that each leads to where nothing is any more; a cycle begins by a third place.

    No two of them have one target; what stays where it is has no step.
    """
    left = {source: target for source, target in ways.items() if source != target}
    steps: list[tuple[Path, Path]] = []
    for start in tuple(left):
        chain: list[tuple[Path, Path]] = []
        at = start
        while at in left:
            chain.append((at, left[at]))
            at = left.pop(at)
        if chain and at == start:
            waits = aside(start)
            chain[0] = (waits, chain[0][1])
            chain.append((start, waits))
        steps += reversed(chain)
    return steps


def aside(path: Path) -> Path:
    """Name a free place beside `path` in which what lies there waits: one that no job can have."""
    place = path.with_name(f"{ASIDE}{path.name}")
    return aside(place) if os.path.lexists(place) else place


def home(path: Path) -> Path:
    """Tell from where the record at `path` was put aside, if it was."""
    return path.with_name(path.name.lstrip(ASIDE))


ASIDE: Final = "~"
"""How names begin of what waits for its place to be left; no job's name does."""
