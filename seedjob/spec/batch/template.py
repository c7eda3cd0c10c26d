"""A document to its templates: jobs with what they take from `defaults`, and what varies them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from seedjob.diagnostic import Finding, Route
from seedjob.spec.batch.keys import DEFAULTS, FIELDS, FOREACH, JOBS, LABELS, MATRIX, VARS, VARYING
from seedjob.spec.batch.template_faults import around, no_jobs, stray, within, wrong_variables
from seedjob.spec.batch.values import wrong_value
from seedjob.spec.lookup import OPEN, Lookup, Piece, parse
from seedjob.spec.written import nearest


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

    `origins` tells for each of its keys where that stands, `origins_of_variables` likewise of its
    `vars`; `size` counts its values. `knows_variables` tells that all of the `vars` can be read.
    """

    route: Route
    fields: Mapping[str, Any]
    origins: Mapping[str, Route]
    variables: Mapping[str, Any] = field(default_factory=dict)
    origins_of_variables: Mapping[str, Route] = field(default_factory=dict)
    knows_variables: bool = True
    matrix: Any = None
    foreach: Any = None
    sites: tuple[Site, ...] = ()
    size: int = 0

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
        alone = [stray(DEFAULTS)] if DEFAULTS in data else []
        return (_template(data, (), {}, {}),), (*alone, *wrong_variables(data, ()))
    if unfit := no_jobs(data[JOBS]):
        return (), (unfit,)
    found, shared = list(around(data)), _shared(data)
    sound = [(at, job) for at, job in enumerate(data[JOBS]) if isinstance(job, dict)]
    found += [one for at, job in sound for one in within(job, (JOBS, at))]
    made = (_template(job, (JOBS, at), shared, data) for at, job in sound)
    return tuple(made), tuple(found)


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


@dataclass(frozen=True, slots=True)
class _Part:
    """The value of one key of a job: where it stands, what it looks up, how large it is."""

    value: Any
    route: Route
    sites: tuple[Site, ...]
    size: int


def _part(key: str, value: Any, route: Route) -> _Part:
    return _Part(value, route, tuple(sites(value, (key,))), count(value))


def _template(
    job: Mapping[str, Any],
    route: Route,
    shared: Mapping[str, _Part],
    file: Mapping[str, Any],
) -> Template:
    own = {key: value for key, value in job.items() if key not in (*VARYING, DEFAULTS)}
    parts = {**shared, **{key: _part(key, own[key], (*route, key)) for key in own}}
    outer, inner = _mapping(file.get(VARS)), _mapping(job.get(VARS))
    values = (*outer.values(), *inner.values())
    return Template(
        route=route,
        fields={key: part.value for key, part in parts.items()},
        origins={key: part.route for key, part in parts.items()},
        variables={**outer, **inner},
        origins_of_variables={key: (VARS, key) for key in outer}
        | {key: (*route, VARS, key) for key in inner},
        knows_variables=not any(wrong_value(value, VARS, ()) for value in values)
        and all(isinstance(one.get(VARS, {}), dict) for one in (file, job)),
        matrix=job.get(MATRIX, _NOTHING),
        foreach=job.get(FOREACH, _NOTHING),
        sites=tuple(site for part in parts.values() for site in part.sites),
        size=sum(part.size for part in parts.values()),
    )


def _shared(data: Mapping[str, Any]) -> Mapping[str, _Part]:
    """Find the fields that jobs share: in defaults, or where they should not stand.

    What is misplaced or misspelt is told; that it is missing as well would be told in vain.
    """
    defaults = _mapping(data.get(DEFAULTS))
    found: dict[str, Route] = {key: (key,) for key in data if key in FIELDS and key not in LABELS}
    found |= {near: (DEFAULTS, key) for key in defaults if (near := _near(key)) is not None}
    found |= {key: (DEFAULTS, key) for key in defaults if key in FIELDS}
    return {key: _part(key, _at(data, route), route) for key, route in found.items()}


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
