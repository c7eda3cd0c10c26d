"""A project to what lies about in it: videos by what they hold, and the records that made them."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Final

from seedjob.cli.moves import all_outputs, bound_for, own_outputs
from seedjob.errors import MediaError, RecordError, UsageError
from seedjob.manifest import SUFFIX, Manifest, Output
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
        """Tell whether a file is what came of a task; of another length it is not looked into."""
        if not video.is_file() or video.stat().st_size != output.bytes:
            return False
        return output.sha256 == self._sha256(video)

    def lying(self, output: Output) -> Iterator[Path]:
        """Find what came of a task wherever it lies in the project."""
        return (at for at in self._sizes.get(output.bytes, ()) if self.is_made(at, output))

    def holds(self, video: Path) -> bool:
        """Tell whether a video lies in the project, and no link leads there."""
        return video in self._lying

    def awaiting(self, video: Path) -> Iterator[tuple[Path, Manifest]]:
        """Find the record whose video came just before a kill, and is to go there, as it says.

        Of one that is completed no video is unknown.
        """
        for path in self._telling.get(beside(video).name.removesuffix(SUFFIX), ()):
            manifest = _read(path)
            if manifest is None or manifest.state == "completed" or path == beside(video):
                continue
            if video == bound_for(path, manifest):
                yield path, manifest

    def makers(self, video: Path) -> Iterator[tuple[Path, Manifest]]:
        """Find the records of which a video was made."""
        for path in self._telling.get(self._sha256(video) or "", ()):
            manifest = _read(path)
            if manifest is not None and self._made(all_outputs(manifest), video):
                yield path, manifest

    def is_home(self, video: Path) -> bool:
        """Tell whether a video lies beside the very record that it was made of."""
        manifest = _read(beside(video))
        return manifest is not None and self._made(all_outputs(manifest), video)

    def is_own(self, video: Path, manifest: Manifest) -> bool:
        """Tell whether a video is the one of a record, not only one that was made before."""
        return self._made(own_outputs(manifest), video)

    def _made(self, outputs: Iterable[Output], video: Path) -> bool:
        return any(self.is_made(video, output) for output in outputs)

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
            if not path.is_symlink():  # one that leads nowhere, or out of the project
                found.setdefault(path.stat().st_size, []).append(path)
        return found

    @cached_property
    def _lying(self) -> frozenset[Path]:
        return frozenset(path for paths in self._sizes.values() for path in paths)

    @cached_property
    def _telling(self) -> dict[str, list[Path]]:
        """List the records that tell of a job or a hash, be it of a file that was given."""
        found: dict[str, list[Path]] = {}
        for path in self._files(SUFFIX):
            for told in {told.rpartition("/")[2] for told in _TELLING.findall(_text(path))}:
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
