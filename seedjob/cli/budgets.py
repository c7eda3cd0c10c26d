"""A flag, the settings and the project's records to the purse of a run, or to a refusal."""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from seedjob.cli.ledger import job_id, read_records
from seedjob.cli.moves import Move
from seedjob.cli.orders import Case, Earlier, Look, intent
from seedjob.cli.survey import Survey
from seedjob.errors import ApprovalError, RecordError
from seedjob.manifest import Task
from seedjob.money import total
from seedjob.plan.price import before_may_have_cost, may_have_cost
from seedjob.plan.step import Besides
from seedjob.run.purse import RUN, TOTAL, Budget, Purse
from seedjob.settings.settings import Prices, Settings


@dataclass(frozen=True, slots=True)
class Bounds:
    """What may be spent: by one run, and by all records of the project together."""

    run: Decimal | None = None
    total: Decimal | None = None


def bounds(flag: Decimal | None, settings: Settings, *, local: bool) -> Bounds:
    """Tell what binds a run: previews are free, so that nothing but a flag binds them."""
    if local:
        return Bounds(flag)
    said = settings.budget
    return Bounds(said.run if flag is None else flag, said.total)


def open_purse(found: Survey, bound: Bounds, prices: Prices | None, root: Path) -> Purse:
    """Give the purse of a run, with what was spent before it.

    Raises ApprovalError where a job that would be created has no price, or where nobody can tell
    what a record may have cost; RecordError for one that cannot be read.
    """
    creates = [one for one in found.cases if one.action.kind == "create"]
    if bound == Bounds() or not creates:
        return Purse()
    _check_priced(creates)
    assert prices is not None
    budgets = [Budget(RUN, bound.run)] if bound.run is not None else []
    if bound.total is not None:
        paths = (one.record.path for one in found.cases)
        before = _since_ever(bound.total, prices, root=root, paths=paths)
        _rename(before.recorded, found.moves, root)
        _leave_out(before.recorded, found.cases)
        budgets.append(before)
    return Purse(prices.currency, tuple(budgets))


def told_besides(found: Survey, settings: Settings, look: Look, root: Path) -> Besides:
    """Say what a plan lacks, what is spent of the settings' budgets, and how many creates fit."""
    unreadable = len(found.unreadable)
    try:
        bound = bounds(None, settings, local=look.service == "local")
        purse = open_purse(found, bound, settings.prices, root)
    except (ApprovalError, RecordError) as error:
        return Besides(unreadable, (f"a run would be refused: {error}",))
    fit = fitting(found.cases, purse)
    told = [] if fit is None else [f"{fit} of {_creates(found.cases)} creates fit"]
    return Besides(unreadable, (*purse.sentences(), *told), fit)


def fitting(cases: Sequence[Case], purse: Purse) -> int | None:
    """Count the creates that fit into a purse one after another; none where nothing binds them."""
    if not purse.budgets:
        return None
    trial = deepcopy(purse)
    creates = (one for one in cases if one.action.kind == "create")
    kept = [(one.job.id, intent(one).cost.estimate) for one in creates]
    return sum(trial.reserve(job, cost) is None for job, cost in kept)


def _creates(cases: Iterable[Case]) -> int:
    return sum(one.action.kind == "create" for one in cases)


def _rename(recorded: dict[str, Decimal], moves: Iterable[Move], root: Path) -> None:
    """Count a record that is about to move under its job's new id: its task may tell an amount."""
    ids = {job_id(one.target, root): job_id(one.source, root) for one in moves}
    amounts = {new: recorded.get(old, Decimal(0)) for new, old in ids.items()}
    for old in ids.values():
        recorded.pop(old, None)
    recorded.update(amounts)


def _leave_out(recorded: dict[str, Decimal], cases: Iterable[Case]) -> None:
    """Leave out records in whose place an earlier task is asked once more: it tells of itself."""
    for one in cases:
        if isinstance(one.found, Earlier):
            recorded.pop(one.job.id, None)


def _check_priced(creates: Iterable[Case]) -> None:
    jobs = [one.job.job for one in creates if one.estimate is None]
    lacking = sorted({(job.model, job.resolution) for job in jobs})
    if lacking:
        lines = ""
        for model, pairs in groupby(lacking, key=itemgetter(0)):
            lines += f"\n  [prices.{model}]"
            lines += "".join(f'\n  "{pair[1]}" = {{ per_second = "…" }}' for pair in pairs)
        raise ApprovalError(
            f"a budget needs a price for everything that is to be created; "
            f"write in seedjob.toml, with its currency:{lines}"
        )


def _since_ever(limit: Decimal, prices: Prices, *, root: Path, paths: Iterable[Path]) -> Budget:
    """Count what all live records of the project may have cost, each task once.

    Where two records have one task, a job's own tells: the other was copied, or left behind.
    """
    own = {*paths}
    ranked = sorted(read_records(root, own), key=lambda pair: pair[0] not in own)
    live = [(path, manifest) for path, manifest in ranked if manifest.service == "live"]
    once = _Once()
    own_task = {path for path, one in live if once.is_new(one.task)}
    recorded: dict[str, Decimal] = {}
    before: list[Decimal] = []
    for path, manifest in live:
        try:
            if path in own_task:
                recorded[job_id(path, root)] = may_have_cost(manifest, prices)
            replaced = [old for old in manifest.replaced if once.is_new(old.task)]
            before.append(before_may_have_cost(replaced, prices))
        except ApprovalError as error:
            raise ApprovalError(
                f"{TOTAL} cannot be counted: {job_id(path, root)}: {error}"
            ) from error
    return Budget(TOTAL, limit, total((*recorded.values(), *before)), recorded)


@dataclass(slots=True)
class _Once:
    """Tells of each task once; of what has no id nobody knows whether it was told of before."""

    seen: set[str] = field(default_factory=set)

    def is_new(self, task: Task | None) -> bool:
        if task is None or task.id is None:
            return True
        new = task.id not in self.seen
        self.seen.add(task.id)
        return new
