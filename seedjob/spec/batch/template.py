"""A document to its templates: jobs with what they take from `defaults`, and what varies them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from seedjob.diagnostic import Finding, Route
from seedjob.spec.batch.values import wrong_values
from seedjob.spec.lookup import OPEN, Lookup, Piece, parse
from seedjob.spec.written import nearest, shown

JOBS: Final = "jobs"
DEFAULTS: Final = "defaults"
VARS: Final = "vars"
MATRIX: Final = "matrix"
FOREACH: Final = "foreach"

VARYING: Final = (VARS, MATRIX, FOREACH)
"""Keys of a template that are none of its job."""

LABELS: Final = ("$schema", "version", "description")
"""Keys of a file with `jobs` that say something of it as a whole."""

FIELDS: Final = ("model", "resolution", "ratio", "duration", "content", "tags", "description")
"""Keys of a job that `defaults` may hold."""


@dataclass(frozen=True, slots=True)
class Site:
    """A text of a template in which something is looked up, by its route in the job."""

    route: Route
    pieces: tuple[Piece, ...]

    @property
    def lookup(self) -> Lookup | None:
        """Give the lookup that the text is, where it is one and nothing else."""
        return self.pieces[0] if len(self.pieces) == 1 and not self.is_plain else None  # type: ignore[return-value]

    @property
    def is_plain(self) -> bool:
        """Tell a text that only holds what would be a lookup."""
        return all(isinstance(piece, str) for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Template:
    """A job before anything is looked up; `route` is where it stands in the document.

    `origins` tells for each of its keys where that stands, `variables` likewise for `vars`.
    """

    route: Route
    fields: Mapping[str, Any]
    origins: Mapping[str, Route]
    variables: Mapping[str, Any] = field(default_factory=dict)
    origins_of_variables: Mapping[str, Route] = field(default_factory=dict)
    matrix: Any = None
    foreach: Any = None
    sites: tuple[Site, ...] = ()

    @property
    def named_at(self) -> Route:
        """Tell where in the document stands what names the job, or else the job."""
        return self.origin(("name",)) if "name" in self.fields else self.route

    def origin(self, route: Route) -> Route:
        """Tell where in the document stands what is at a route of the job."""
        if not route:
            return self.route
        return (*self.origins.get(str(route[0]), (*self.route, route[0])), *route[1:])


def templates(data: Mapping[str, Any]) -> tuple[tuple[Template, ...], tuple[Finding, ...]]:
    """Read a document as templates, and find what is wrong around them."""
    if JOBS not in data:
        stray = [_stray(DEFAULTS)] if DEFAULTS in data else []
        one = _template(data, (), {}, data)
        return (one,), (*stray, *_variables(data, ()))
    if unfit := _no_jobs(data[JOBS]):
        return (), (unfit,)
    found, jobs = list(_around(data)), data[JOBS]
    shared = _shared(data)
    sound = [(at, job) for at, job in enumerate(jobs) if isinstance(job, dict)]
    found += [one for at, job in sound for one in _within(job, (JOBS, at))]
    return tuple(_template(job, (JOBS, at), shared, data) for at, job in sound), tuple(found)


def sites(value: Any, route: Route = ()) -> Iterator[Site]:
    """List the texts of plain data that look something up, or say that they do not."""
    match value:
        case str() if OPEN in value:
            yield Site(route, parse(value))
        case dict():
            for key, each in value.items():
                yield from sites(each, (*route, key))
        case list():
            for at, each in enumerate(value):
                yield from sites(each, (*route, at))


def count(value: Any) -> int:
    """Count the values in plain data."""
    match value:
        case dict():
            return 1 + sum(map(count, value.values()))
        case list():
            return 1 + sum(map(count, value))
        case _:
            return 1


def _template(
    job: Mapping[str, Any], route: Route, shared: Mapping[str, Route], data: Mapping[str, Any]
) -> Template:
    own = {key: value for key, value in job.items() if key not in (*VARYING, DEFAULTS)}
    origins = {**shared, **{key: (*route, key) for key in own}}
    fields = {key: _at(data, shared[key]) for key in shared} | own
    around = _mapping(data.get(VARS)) if route else {}
    inner = _mapping(job.get(VARS))
    return Template(
        route=route,
        fields=fields,
        origins=origins,
        variables={**around, **inner},
        origins_of_variables={key: (VARS, key) for key in around}
        | {key: (*route, VARS, key) for key in inner},
        matrix=job.get(MATRIX, _NOTHING),
        foreach=job.get(FOREACH, _NOTHING),
        sites=tuple(sites(fields)),
    )


def _shared(data: Mapping[str, Any]) -> Mapping[str, Route]:
    """Tell where the fields stand that jobs share: in defaults, or where they should not stand.

    What is misplaced or misspelt is told; that it is missing as well would be told in vain.
    """
    defaults = _mapping(data.get(DEFAULTS))
    found: dict[str, Route] = {key: (key,) for key in data if key in FIELDS and key not in LABELS}
    found |= {near: (DEFAULTS, key) for key in defaults if (near := _near(key)) is not None}
    return found | {key: (DEFAULTS, key) for key in defaults if key in FIELDS}


def _near(key: str) -> str | None:
    return None if key in FIELDS else nearest(key, FIELDS)


def _at(data: Any, route: Route) -> Any:
    for step in route:
        data = data[step]
    return data


_NOTHING: Final = object()


def is_there(value: object) -> bool:
    """Tell whether a template has a matrix, or rows."""
    return value is not _NOTHING


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _around(data: Mapping[str, Any]) -> Iterator[Finding]:
    """Find what is wrong beside the jobs of a file, and with their list."""
    known = (*LABELS, "name", VARS, DEFAULTS, JOBS)
    yield from _misplaced([key for key in data if key not in known], known)
    yield from _variables(data, ())
    if DEFAULTS in data:
        yield from _defaults(data[DEFAULTS])
    for at, job in enumerate(data[JOBS]):
        if not isinstance(job, dict):
            hint = "write a mapping: - {name: …, content: …}"
            yield Finding(JOBS, (JOBS, at), f"{shown(job)} is not a job", hint)


def _no_jobs(jobs: Any) -> Finding | None:
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


def _within(job: Mapping[str, Any], route: Route) -> Iterator[Finding]:
    """Find what is wrong with a job that only a job among others can have."""
    yield from _variables(job, route)
    if "name" not in job:
        hint = "add name: …; it tells the job's video from the others'"
        yield Finding("missing-key", route, "'name' is missing", hint)
    for key in (JOBS, DEFAULTS, "$schema", "version"):
        if key in job:
            message = f"'{key}' stands in a job, and is of the whole file"
            hint = "write it beside jobs, or take it out"
            yield Finding("unknown-key", (*route, key), message, hint, at_key=True)


def _variables(around: Mapping[str, Any], route: Route) -> Iterator[Finding]:
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


def _stray(key: str) -> Finding:
    message = f"'{key}' stands where there are no jobs"
    return Finding(key, (key,), message, "write it beside jobs:, or its keys here", at_key=True)
