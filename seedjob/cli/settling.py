"""A person's word, or a receipt, to the record of a create whose outcome nobody knew."""

import asyncio
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from seedjob.cli.exits import DONE
from seedjob.cli.ledger import find_owner, find_record
from seedjob.cli.restoring import restore
from seedjob.cli.settings import load_settings
from seedjob.cli.way import Choice, Way, way
from seedjob.clock import SystemClock
from seedjob.errors import ServiceUnusable, UsageError
from seedjob.manifest import Manifest, Service, Verdict
from seedjob.plan.settle import misfit, obstacle
from seedjob.plan.settle import settle as settled
from seedjob.project import find_root
from seedjob.report.visible import visible
from seedjob.run.lock import locked
from seedjob.run.receipt import MARK, Receipt, read_receipts
from seedjob.service.answer import Absent, Sighting, Trouble
from seedjob.service.identity import id_fault


@dataclass(frozen=True, slots=True)
class Flags:
    """The command's flags, by the names that click gives them."""

    job: str | None
    task_id: str | None
    not_created: bool
    abandon: bool
    reason: str | None
    force: bool
    receipt: Path | None
    local: bool
    base_url: str | None
    api_key_file: Path | None

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """List what was said; one of these is one too few or too many."""
        said: dict[Verdict, bool] = {
            "task-id": self.task_id is not None,
            "not-created": self.not_created,
            "abandoned": self.abandon,
        }
        return tuple(verdict for verdict, given in said.items() if given)


def settle(flags: Flags) -> int:
    """Put a person's word on a job into its manifest; give the exit code."""
    _check_reason(flags.reason or "")
    root = find_root(Path.cwd())
    service: Service = "local" if flags.local else "live"
    verdict = flags.verdicts[0]
    with locked(root):
        job, record = find_record(root, flags.job or "", service)
        manifest = record.recover()
        told = obstacle(manifest)
        if told is not None or manifest is None:
            raise UsageError(f"{job} cannot be settled: {told}")
        if flags.task_id is not None:
            _check_task(flags, root, manifest, path=record.path)
        now = SystemClock().now()
        word = settled(manifest, verdict, at=now, reason=flags.reason, task_id=flags.task_id)
        if not record.intend(word, manifest):  # an answer is worth more than a word
            raise UsageError(f"{job}: its record has changed meanwhile; look at it again")
    told = _NEXT[verdict].format(task=flags.task_id, job=job, **_WAY[service])
    click.echo(visible(f"{job}: {told}"), err=True)
    return DONE


_NEXT = {
    "task-id": "taken up as {task}; `{run}` follows it",
    "not-created": "not created; `{run}` asks for it again, which {pays}",
    "abandoned": "given up; `{run} --retry failed --job {job}` would ask for it again",
}
_WAY: Mapping[Service, Mapping[str, str]] = {
    "live": {"run": "seedjob run", "pays": "pays again if it was"},
    "local": {"run": "seedjob run --local", "pays": "is free"},
}


def _check_reason(reason: str) -> None:
    """Hold that a reason came in UTF-8: of what did not halves of characters are left."""
    try:
        reason.encode()
    except UnicodeEncodeError:
        raise UsageError("--reason holds what is no text; write it in UTF-8") from None


def _check_task(flags: Flags, root: Path, manifest: Manifest, *, path: Path) -> None:
    """Hold that the task is there, is nobody else's, and may be what this create asked for."""
    task_id = flags.task_id or ""
    fault = id_fault(task_id)
    if fault is not None:
        raise UsageError(f"--task-id: {fault}")
    owner = find_owner(root, task_id, besides=path)
    if owner is not None:
        raise UsageError(f"task '{visible(task_id)}' is that of {owner} already")
    choice = Choice(flags.local, flags.base_url, flags.api_key_file)
    with way(choice, load_settings(root).settings, root) as gone:
        seen = asyncio.run(_look_up(gone, task_id))
    _check_seen(seen, task_id)
    told = misfit(manifest, seen)
    if told is not None and not flags.force:
        raise UsageError(
            f"task '{visible(task_id)}' does not fit: {told}; --force takes it all the same"
        )


def _check_seen(seen: Sighting, task_id: str) -> None:
    match seen.answer:
        case Absent(fault):
            told = visible(fault.message)
            raise UsageError(f"the service does not know task '{visible(task_id)}': {told}")
        case Trouble(_, fault):
            told = visible(fault.message)
            raise ServiceUnusable(f"task '{visible(task_id)}' could not be asked for: {told}")
        case _:
            if seen.model is None or seen.created is None:
                click.echo("the service does not tell the task's model and time: trusted", err=True)


async def _look_up(gone: Way, task_id: str) -> Sighting:
    from seedjob.service.gateway import open_gateway

    async with open_gateway(gone.endpoint, gone.key, SystemClock()) as gateway:
        return await gateway.look_up(task_id)


def read_back(file: Path) -> int:
    """Read the receipts of a log back into the records of their jobs; give the exit code."""
    root = find_root(Path.cwd())
    receipts = list(read_receipts(_log(file)))
    if not receipts:
        raise UsageError(f"'{file}' holds no line with {MARK}")
    faults: list[str] = []
    with locked(root):
        for one in receipts:
            try:
                click.echo(visible(_restored(one, root)), err=True)
            except UsageError as error:
                faults.append(visible(str(error)))
    if faults:
        raise UsageError("\n".join(faults))
    return DONE


def _restored(one: Receipt | str, root: Path) -> str:
    if isinstance(one, str):
        raise UsageError(f"this receipt is damaged: {one}")
    return f"{one.job}: {restore(one, root, SystemClock().now())}"


def _log(file: Path) -> str:
    try:
        raw = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise UsageError(f"'{file}' cannot be read: {error.strerror}") from error
    return raw.decode("utf-8", "replace")
