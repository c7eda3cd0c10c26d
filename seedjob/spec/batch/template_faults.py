"""What stands around the templates of a document to what is wrong with it."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from seedjob.diagnostic import Finding, Route
from seedjob.spec.batch.keys import DEFAULTS, FIELDS, FOREACH, JOBS, LABELS, MATRIX, VARS
from seedjob.spec.batch.values import wrong_values
from seedjob.spec.written import nearest, shown


def around(data: Mapping[str, Any]) -> Iterator[Finding]:
    """Find what is wrong beside the jobs of a file, and with their list."""
    known = (*LABELS, "name", VARS, DEFAULTS, JOBS)
    yield from _misplaced([key for key in data if key not in known], known)
    yield from wrong_variables(data, ())
    if DEFAULTS in data:
        yield from _defaults(data[DEFAULTS])
    for at, job in enumerate(data[JOBS]):
        if not isinstance(job, dict):
            hint = "write a mapping: - {name: …, content: …}"
            yield Finding(JOBS, (JOBS, at), f"{shown(job)} is not a job", hint)


def no_jobs(jobs: Any) -> Finding | None:
    """Say that there is no list of jobs, so that nothing can be said of the rest of the file."""
    if not isinstance(jobs, list):
        hint = "make a list of it: '- name: …' before the keys of each job"
        return Finding(JOBS, (JOBS,), f"{shown(jobs)} is not a list of jobs", hint)
    if not jobs:
        return Finding(JOBS, (JOBS,), "the list of jobs is empty", "write a job", at_key=True)
    return None


def _misplaced(keys: Collection[str], known: Collection[str]) -> Iterator[Finding]:
    """Tell of keys that are none beside jobs: of a job's own fields once for all of them."""
    own = [key for key in keys if key in FIELDS]
    if own:
        several = len(own) > 1
        message = f"{', '.join(map(shown, own))} {'are not keys' if several else 'is not a key'}"
        hint = f"write {'them' if several else 'it'} into defaults, or into each job"
        yield Finding("unknown-key", (own[0],), f"{message} beside jobs", hint, at_key=True)
    for key in keys:
        if key not in own:
            message = f"{shown(key)} is not a key beside jobs"
            yield Finding("unknown-key", (key,), message, _meant(key, known), at_key=True)


def _meant(key: str, known: Collection[str]) -> str:
    near = nearest(key, [*known, *FIELDS])
    if key in (MATRIX, FOREACH):
        return "write it into the job that it is about"
    if near in FIELDS:
        return f"did you mean '{near}'? it stands in defaults, or in a job"
    return f"did you mean '{near}'?" if near else f"known here: {', '.join(known)}"


def within(job: Mapping[str, Any], route: Route) -> Iterator[Finding]:
    """Find what is wrong with a job that only a job among others can have."""
    yield from wrong_variables(job, route)
    if "name" not in job:
        hint = "add name: …; it tells the job's video from the others'"
        yield Finding("missing-key", route, "'name' is missing", hint)
    for key in (JOBS, DEFAULTS, "$schema", "version"):
        if key in job:
            message = f"'{key}' stands in a job, and is of the whole file"
            hint = "write it beside jobs, or take it out"
            yield Finding("unknown-key", (*route, key), message, hint, at_key=True)


def wrong_variables(around: Mapping[str, Any], route: Route) -> Iterator[Finding]:
    """Find what is wrong with the `vars` of a file or of a job at its route."""
    if VARS not in around:
        return
    here = (*route, VARS)
    if isinstance(around[VARS], dict):
        yield from wrong_values(around[VARS], VARS, here)
    else:
        hint = "write a mapping: {hero: a red fox}"
        yield Finding(VARS, here, f"{shown(around[VARS])} is not a mapping of values", hint)


def _defaults(defaults: Any) -> Iterator[Finding]:
    if not isinstance(defaults, dict):
        hint = "write a mapping: {model: …, resolution: 720p}"
        yield Finding(
            DEFAULTS, (DEFAULTS,), f"{shown(defaults)} is not what jobs have by default", hint
        )
        return
    for key in defaults:
        if key not in FIELDS:
            yield Finding(DEFAULTS, (DEFAULTS, key), *_no_default(key), at_key=True)


def _no_default(key: str) -> tuple[str, str]:
    if key in (MATRIX, FOREACH, "name"):
        return f"'{key}' is each job's own", "write it into a job"
    if key == VARS:
        return "'vars' stands in defaults", "write it beside them"
    near = nearest(key, FIELDS)
    hint = f"did you mean '{near}'?" if near else f"known here: {', '.join(FIELDS)}"
    return f"{shown(key)} is not a key of a job", hint


def stray(key: str) -> Finding:
    """Say that a key stands in a spec of one job that goes with many."""
    message = f"'{key}' stands where there are no jobs"
    return Finding(key, (key,), message, "write it beside jobs:, or its keys here", at_key=True)
