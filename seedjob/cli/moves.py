"""Records whose jobs bear other names now to steps that lose none of them, wherever they end."""

import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from seedjob.manifest import Manifest, Output, manifest_name, video_path
from seedjob.media.digest import hash_file
from seedjob.record import Record, recording, sync_folder


@dataclass(frozen=True, slots=True)
class Move:
    """A record on its way to another place; `known` is what it says there.

    `video` is where its video lies, be it in its new place already; none where there is none.
    """

    source: Path
    target: Path
    known: Manifest
    video: Path | None = None

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
        one.model_copy(update={"path": video}) if one.kind == "video" else one
        for one in manifest.outputs
    ]
    return manifest.model_copy(
        update={"job": name_at(path, manifest), "spec": spec, "outputs": outputs}
    )


def with_videos(moves: Collection[Move]) -> tuple[Move, ...]:
    """Find the video of each record that is to move.

    It lies beside its record, or where a move was killed on its way. One that was cut by hand,
    so that no record knows it, goes along with the record that it lies beside.
    """
    found = [replace(one, video=_find_video(one)) for one in moves]
    known = {one.video for one in found if one.video is not None}
    return tuple(one if one.video else replace(one, video=_beside(one, known)) for one in found)


def _find_video(one: Move) -> Path | None:
    own = video_of(one.source, one.known)
    if own.is_file() and not os.path.lexists(one.place):
        return own
    made = {output.sha256 for output in all_outputs(one.known)}
    places = (own, video_of(_aside(one.source), one.known), one.place)
    return next((at for at in places if at.is_file() and hash_file(at)[0] in made), None)


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
    one place alone, and the next run finds its video there or where it was going to.
    Raises RecordError where the disk does not let us.
    """
    for one in in_order(moves):
        Record(one.source).write(one.known)
        if one.video is not None and not os.path.lexists(one.place):
            _rename(one.video, one.place)
        Record(one.source).move(one.target)


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
        if chain and at == source:
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
"""How names begin of what waits for its place to be left; a longer one is that of a draft."""


def _rename(path: Path, place: Path) -> None:
    """Rename a file to where none is, durably; raise RecordError where that cannot be done."""
    with recording(place):
        path.rename(place)
        sync_folder(place.parent)
        if path.parent != place.parent:
            sync_folder(path.parent)
