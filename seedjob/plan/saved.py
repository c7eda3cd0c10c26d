"""What a plan saw, to a file that says so, and two such sights to what came in between."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Final

FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Seen:
    """One job as a plan saw it: hashes are sha256, `manifest` none where there was none.

    `sources` are the rows and the texts that its request is put together from.
    """

    action: str
    fingerprint: str
    spec: str
    spec_sha256: str
    manifest: str | None = None
    price: str | None = None
    inputs: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sight:
    """All that a plan saw: where it was to be done, under which settings, and each job by id."""

    service: str
    endpoint: str
    retry_failed: bool
    settings: str
    prices: str
    jobs: Mapping[str, Seen]


CHANGED: Final = "its manifest has changed"
_UNKNOWN: Final = "a file that its prompt comes from has changed"
"""Of a plan that does not say which files these are."""


def dump(sight: Sight) -> str:
    """Write what a plan saw as text."""
    return json.dumps({"plan": FORMAT, **asdict(sight)}, indent=2) + "\n"


def load(text: str) -> Sight:
    """Read what a plan saw; raise ValueError for what is no plan of this format."""
    told = json.loads(text)
    if not isinstance(told, dict) or told.pop("plan", None) != FORMAT:
        raise ValueError(f"it is no plan of format {FORMAT}")
    try:
        jobs = {str(job): Seen(**seen) for job, seen in told.pop("jobs").items()}
        sight = Sight(**told, jobs=jobs)
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError("it is no whole plan") from error
    _check(sight)
    return sight


def _check(sight: Sight) -> None:
    texts = [sight.service, sight.endpoint, sight.settings, sight.prices]
    whole = isinstance(sight.retry_failed, bool)
    for seen in sight.jobs.values():
        texts += [seen.action, seen.fingerprint, seen.spec, seen.spec_sha256]
        texts += [text for text in (seen.manifest, seen.price) if text is not None]
        whole = whole and isinstance(seen.inputs, dict) and isinstance(seen.sources, dict)
        texts += [*seen.inputs.values(), *seen.sources.values()] if whole else ()
    if not whole or not all(isinstance(text, str) for text in texts):
        raise ValueError("it is no whole plan")


def changed_since(planned: Sight, now: Sight) -> Iterator[str]:
    """Say what came in between, cause by cause."""
    if (planned.service, planned.endpoint) != (now.service, now.endpoint):
        yield f"the service is {now.endpoint}, it was {planned.endpoint}"
    if planned.settings != now.settings:
        yield "seedjob.toml has changed"
    if planned.prices != now.prices:
        yield "the prices or the budget in seedjob.toml have changed"
    for job, before in planned.jobs.items():
        yield from (f"{job}: {cause}" for cause in _job(before, now.jobs.get(job)))


def _job(before: Seen, now: Seen | None) -> Iterator[str]:
    """Say what came between two sights of a job, the cause before what follows from it."""
    if now is None:
        yield f"{before.spec} asks for it no more"
        return
    causes = [*_files(before.inputs, now.inputs)]
    if before.spec_sha256 != now.spec_sha256:
        causes.append(f"{now.spec} has changed")
    if before.manifest != now.manifest:
        causes.append(CHANGED)
    if not causes and before.fingerprint != now.fingerprint:
        causes += [*_files(before.sources, now.sources)] or [_UNKNOWN]
    if not causes and before.action != now.action:
        causes.append(f"it stands to {now.action}, the plan was to {before.action}")
    yield from causes


def _files(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    for path, sha256 in now.items():
        if before.get(path, sha256) != sha256:
            yield f"{path} has changed"


def refusal(causes: list[str], shown: int = 10) -> str:
    """Write the causes as one refusal."""
    told = causes[:shown]
    more = [f"and {len(causes) - shown} more"] if len(causes) > shown else []
    begun = any(cause.endswith(CHANGED) for cause in causes)
    where = "; where it was begun, `seedjob run` goes on" if begun else ""
    return "\n  ".join([f"the plan is stale; plan again{where}:", *told, *more])
