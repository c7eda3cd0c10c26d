"""Jobs that stand to be made to what was made for their very requests before those changed."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from seedjob.cli.ledger import job_id
from seedjob.cli.moves import named
from seedjob.cli.orders import Back, Case, Earlier, Found, Look, intent
from seedjob.cli.owners import is_anothers
from seedjob.cli.search import Search
from seedjob.cli.specs import Loaded
from seedjob.cli.strays import Strays
from seedjob.cli.takers import lacks
from seedjob.manifest import Manifest, Replaced, moment
from seedjob.plan.action import Action
from seedjob.plan.decide import KEPT
from seedjob.plan.history import earlier, revived

Offer = tuple[str, Replaced]
"""Who changed since, and what was made before."""


def own_revived(cases: Iterable[Case], others: Strays, look: Look, loaded: Loaded) -> list[Case]:
    """Let a request that changed back have what its job was made from: here, or at the service.

    What cannot be had any more says when it was made. A task that stands in another record of
    these, or of the `others`, is that one's by now. A record of what another job asks for now is
    left to that one, and its video with it.
    """
    cases, sound = list(cases), {job.spec for job in loaded.jobs}
    had = _had(cases, others)
    wanted = {one.fingerprint for one in cases if lacks(one, sound)}
    return [_own(one, had, look, wanted) if _is_new(one, sound) else one for one in cases]


def revived_of_others(
    cases: Iterable[Case], others: Strays, look: Look, loaded: Loaded
) -> list[Case]:
    """Let each job that stands to be made have what another one was made from before it changed.

    Each task goes to one job alone: who asks for the same once more asks for another take.
    """
    cases, sound = list(cases), {job.spec for job in loaded.jobs}
    known = [(one.job.id, one.before) for one in cases if one.before is not None]
    known += [(job_id(path, loaded.root), manifest) for path, manifest in others.items()]
    pile = _pile(known, _had(cases, others))
    return [_of_another(one, pile, look) if _is_new(one, sound) else one for one in cases]


def _is_new(one: Case, sound: Collection[str]) -> bool:
    """Tell whether a job stands to be made, in a place that is its own and waits for no record."""
    return one.action.kind == "create" and one.found is None and not is_anothers(one, sound)


def _had(cases: Iterable[Case], others: Strays) -> set[str | None]:
    records = (*(one.before for one in cases if one.before is not None), *others.values())
    return {None} | {one.task.id for one in records if one.task is not None}


def _pile(known: Iterable[tuple[str, Manifest]], had: set[str | None]) -> dict[str, list[Offer]]:
    """Pile up what was made before a change, by its request, each task once, the newest last."""
    pile: dict[str, list[Offer]] = {}
    for job, manifest in known:
        for old in manifest.replaced:
            if old.state == "completed" and old.task.id not in had:
                had.add(old.task.id)
                pile.setdefault(old.fingerprint, []).append((job, old))
    for offers in pile.values():
        offers.sort(key=lambda offer: offer[1].task.finished_at or "")
    return pile


def _own(one: Case, had: set[str | None], look: Look, wanted: Collection[str]) -> Case:
    known = [old for old in earlier(one.before, one.fingerprint) if old.task.id not in had]
    found = _find(one, [("it", old) for old in known], look)
    if found is not None:
        leaves = one.before is not None and one.before.fingerprint in wanted
        if leaves and isinstance(found[1], Earlier):
            return one
        had.add(found[0][1].task.id)
        return _had_again(one, *found)
    if not known:
        return one
    told = f"made at {known[-1].task.finished_at} before it was changed"
    return replace(one, action=one.action.also(f"{told}: put that video back, and it is done"))


def _of_another(one: Case, pile: dict[str, list[Offer]], look: Look) -> Case:
    offers = pile.get(one.fingerprint, [])
    found = _find(one, offers, look)
    if found is None:
        return one
    offers.remove(found[0])
    return _had_again(one, *found)


def _find(one: Case, offers: Sequence[Offer], look: Look) -> tuple[Offer, Found] | None:
    """Find what lies in the job's place already, or else the newest that the service has yet."""
    search = Search(one.folder)  # it is asked about the one video alone
    for offer in offers:
        if any(search.is_made(one.video, output) for output in offer[1].outputs):
            return offer, Back()
    for offer in reversed(offers):
        made = offer[1].task.finished_at
        if look.service == "live" and made and look.now - moment(made) <= KEPT:
            return offer, Earlier(instead=one.before)
    return None


def _had_again(one: Case, offer: Offer, found: Found) -> Case:
    who, old = offer
    action = Action("skip", (f"done before {who} was changed",))
    if isinstance(found, Earlier):
        made = f"made at {old.task.finished_at} before {who} was changed"
        action = Action("fetch", (f"{made}: the service has it yet",), one.action.changes)
        if found.instead is not None and one.video.is_file():
            action = action.also("it takes the place of the video of now")
    record = revived(intent(one), one.before, old)
    before = named(record, one.record.path, PurePosixPath(one.job.spec).name)
    return replace(one, before=before, action=action, found=found)
