"""Who owns a record or a video's place: nothing of anybody else's is ever written over."""

import os
import shlex
from collections.abc import Container, Sequence
from pathlib import Path, PurePosixPath

from seedjob.cli.ledger import is_placeable
from seedjob.cli.moves import Move, all_outputs
from seedjob.cli.orders import Case, Earlier
from seedjob.errors import UsageError
from seedjob.manifest import Manifest, video_path
from seedjob.media.digest import hash_file


def check_owners(
    cases: Sequence[Case], sound: Container[str] = (), moves: Sequence[Move] = ()
) -> None:
    """Hold that each job's record is its own, and that no video replaces a file of people's own.

    Specs that are `sound` were looked at all together, so that no two of them have one name. What
    `moves` is in nobody's way.
    Raises UsageError where that is not so.
    """
    inputs = {path.resolve() for one in cases for path in one.files.values()}
    leaving = {one.video for one in moves if one.video and one.video != one.place}
    for one in cases:
        _check_record(one, sound)
        if one.action.kind != "skip":
            _check_video(one, inputs, leaving)
    for move in moves:
        _check_way(move, inputs, leaving)


def is_anothers(one: Case, sound: Container[str]) -> bool:
    """Tell whether the record in a job's place is of another spec that gives its job that name."""
    before, own = one.before, PurePosixPath(one.job.spec).name
    if before is None or before.spec == own:
        return False
    other = one.folder / PurePosixPath(before.spec).name
    known = str(PurePosixPath(one.job.spec).with_name(other.name or own)) in sound
    return not known and _is_there(other)


def _check_record(one: Case, sound: Container[str]) -> None:
    """Let no spec overwrite the record of another one's job that bears the same name."""
    if one.before is not None and is_anothers(one, sound):
        if one.before.job != one.job.name:
            raise UsageError(
                f"the record of {one.job.id} was on its way to another job when a run was stopped: "
                f"run {one.before.spec} of its folder too, or the whole project"
            )
        raise UsageError(
            f"the job's name '{one.job.name}' of {one.job.spec} is taken by {one.before.spec} in "
            "its folder; give one of them another name"
        )


def _is_there(spec: Path) -> bool:
    return is_placeable(spec) and spec.is_file()


def _check_video(one: Case, inputs: Container[Path], leaving: Container[Path]) -> None:
    video = video_path(one.folder, one.job.name, one.service)
    if not os.path.lexists(video):
        return
    if video.resolve() in inputs:
        raise UsageError(f"{video} is an input, and would be replaced by the video: rename it")
    found = one.found if isinstance(one.found, Earlier) else None
    over = one.service == "live" and (found or one.action.kind == "create")
    there = one.before if found is None else found.instead
    if over and video not in leaving and not _is_known(video, there):
        raise _untold(video, one.record.path)


def _is_known(video: Path, record: Manifest | None) -> bool:
    """Tell whether a record tells of a video, be it by the name that its job had before."""
    known = tuple(all_outputs(record))
    if video.name in {output.path for output in known}:
        return True
    return video.is_file() and hash_file(video)[0] in {output.sha256 for output in known}


def _check_way(one: Move, inputs: Container[Path], leaving: Container[Path]) -> None:
    """Let no record move to where a file of people's own would pass for its video, or be lost.

    The video itself may be there: a run was killed before it moved the record, too.
    """
    if one.video is not None and one.video != one.place and one.video.resolve() in inputs:
        raise UsageError(f"{one.video} is an input, and would be moved to {one.place}: rename it")
    free = one.video == one.place or one.place in leaving or not os.path.lexists(one.place)
    if one.known.service == "live" and not free:
        raise _untold(one.place, one.target)


def _untold(video: Path, manifest: Path) -> UsageError:
    """Say how a manifest comes back before how the video goes: without it that is paid again."""
    return UsageError(
        f"{video} is there and no manifest tells of it: bring a lost one back by "
        f"`git checkout -- {shlex.quote(str(manifest))}`; "
        "if there never was one, move or remove the video, and another one is paid for"
    )
