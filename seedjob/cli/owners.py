"""Who owns a record or a video's place: nothing of anybody else's is ever written over."""

import os
from collections.abc import Container, Iterator, Sequence
from pathlib import Path, PurePosixPath

from seedjob.cli.ledger import is_placeable
from seedjob.cli.orders import Case
from seedjob.errors import UsageError
from seedjob.manifest import Manifest, Output, video_path
from seedjob.media.digest import hash_file


def check_owners(cases: Sequence[Case], sound: Container[str] = ()) -> None:
    """Hold that each job's record is its own, and that no video replaces a file of people's own.

    Specs that are `sound` were looked at all together, so that no two of them have one name.
    Raises UsageError where that is not so.
    """
    inputs = {path.resolve() for one in cases for path in one.files.values()}
    for one in cases:
        _check_record(one, sound)
        if one.action.kind != "skip":
            _check_video(one, inputs)
        if one.found is not None and one.found.stray is not None:
            _check_way(one)


def _check_record(one: Case, sound: Container[str]) -> None:
    """Let no spec overwrite the record of another one's job that bears the same name."""
    before, own = one.before, PurePosixPath(one.job.spec).name
    other = before and one.folder / PurePosixPath(before.spec).name
    known = other and str(PurePosixPath(one.job.spec).with_name(other.name or own)) in sound
    if before and other and not known and before.spec != own and _is_there(other):
        raise UsageError(
            f"the job's name '{one.job.name}' of {one.job.spec} is taken by {before.spec} in its "
            "folder; give one of them another name"
        )


def _is_there(spec: Path) -> bool:
    return is_placeable(spec) and spec.is_file()


def _check_video(one: Case, inputs: set[Path]) -> None:
    video = video_path(one.folder, one.job.name, one.service)
    if video.resolve() in inputs:
        raise UsageError(f"{video} is an input, and would be replaced by the video: rename it")
    known = {output.path for output in _outputs(one.before)}
    unknown = one.service == "live" and video.name not in known and os.path.lexists(video)
    if one.action.kind == "create" and unknown:
        raise UsageError(f"{video} is there and no manifest tells of it: move or remove it")


def _check_way(one: Case) -> None:
    """Let no record move to where a file of people's own would pass for its video, or be lost.

    The video itself may be there: a run was killed before it moved the record, too.
    """
    if one.service == "local" or not os.path.lexists(one.video):
        return
    made = {output.sha256 for output in _outputs(one.before)}
    if not one.video.is_file() or hash_file(one.video)[0] not in made:
        raise UsageError(f"{one.video} is there and no manifest tells of it: move or remove it")


def _outputs(before: Manifest | None) -> Iterator[Output]:
    if before is not None:
        yield from before.outputs
        for task in before.replaced:
            yield from task.outputs
