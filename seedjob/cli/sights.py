"""What a survey saw to a plan on file, and such a file to whether it still holds."""

import hashlib
import json
import os
from pathlib import Path

from seedjob.cli.changes import sources_of
from seedjob.cli.orders import Astray, Case, Look
from seedjob.cli.specs import Loaded
from seedjob.cli.survey import Survey
from seedjob.durable import recording, write_whole
from seedjob.errors import ApprovalError, RecordError, UsageError
from seedjob.plan.saved import Seen, Sight, changed_since, dump, load, refusal
from seedjob.project import SUFFIXES
from seedjob.run.order import Order
from seedjob.settings.settings import Settings

PRICED = ("prices", "budget")
"""Tables of the settings that are about money."""


def sight(found: Survey, loaded: Loaded, look: Look, address: str) -> Sight:
    """Tell what a survey saw, so that a later one can be held against it."""
    settings, prices = _digests(loaded.settled.settings)
    files: dict[str, str] = {}
    seen = {one.job.id: _seen(one, loaded.root, files) for one in found.cases}
    left = {one.job: _left(one) for one in found.left}
    return Sight(look.service, address, look.retry_failed, settings, prices, seen | left)


def save(file: Path, seen: Sight) -> None:
    """Write a plan to a file, whole or not at all; a link stays one, a pipe takes what it can.

    Raises UsageError where that would be lost which is no plan, RecordError for what the disk says.
    """
    with recording(file):
        empty = file.is_file() and not file.stat().st_size and file.suffix not in _OTHERS
        if file.is_file() and not empty and not _is_plan(file):
            raise UsageError(f"'{file}' is there and is no plan; give --out another name")
        place = Path(os.path.realpath(file))  # which takes links in a circle
        if file.exists() and not place.is_file():
            file.write_text(dump(seen), "utf-8")
        else:
            write_whole(place, dump(seen))


_OTHERS = {".toml", *SUFFIXES}
"""How settings and specs end: one that is empty says something, too."""


def read(file: Path) -> Sight:
    """Read a plan from a file; raise UsageError for one that is none."""
    try:
        return load(file.read_text("utf-8"))
    except OSError as error:
        raise UsageError(f"the plan '{file}' cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise no_plan(file, str(error)) from error


def no_plan(file: Path, why: str) -> UsageError:
    """Say of a file why it is no plan of ours."""
    return UsageError(f"'{file}' is no plan that `seedjob plan --out` saved: {why}")


def _is_plan(file: Path) -> bool:
    try:
        read(file)
    except UsageError:
        return False
    return True


def check_fresh(planned: Sight, now: Sight) -> None:
    """Hold that nothing came between a plan and now; raise ApprovalError with every cause."""
    causes = list(changed_since(planned, now))
    if causes:
        raise ApprovalError(refusal(causes))


def _seen(one: Case, root: Path, files: dict[str, str]) -> Seen:
    spec = one.job.spec
    place = one.found.path if isinstance(one.found, Astray) else one.record.path
    return Seen(
        action=one.action.kind,
        fingerprint=one.fingerprint,
        spec=spec,
        spec_sha256=_known(spec, root, files),
        manifest=_sha256(place),
        price=str(one.estimate) if one.estimate else None,
        inputs={given.path: given.sha256 for given in one.inputs},
        sources={file: _known(file, root, files) for file in sources_of(one.job)},
    )


def _known(file: str, root: Path, files: dict[str, str]) -> str:
    """Hash a file that many jobs are made from once."""
    if file not in files:
        files[file] = _sha256(root / file) or ""
    return files[file]


def _left(one: Order) -> Seen:
    sha256 = _sha256(one.record.path)
    return Seen(one.action.kind, one.manifest.fingerprint, one.manifest.spec, "", sha256)


def _digests(settings: Settings) -> tuple[str, str]:
    """Hash the settings, and apart from them what is about money."""
    plain = settings.model_dump(mode="json")
    money = {name: plain.pop(name, None) for name in PRICED}
    return _hash(json.dumps(plain, sort_keys=True)), _hash(json.dumps(money, sort_keys=True))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _sha256(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise RecordError(f"{path} cannot be read: {error.strerror}") from error
