"""A document that makes many jobs to those jobs, or to everything that is wrong with it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from seedjob.diagnostic import Finding, Route
from seedjob.models.seedance_x1 import MODELS
from seedjob.spec.advice import advise_on, cuts
from seedjob.spec.batch.expansion import MOST_JOBS, SIZE, Expansion, ReadRows, expand_template
from seedjob.spec.batch.names import RULE as JOB_NAME
from seedjob.spec.batch.names import Naming, check_unique, is_reserved, namings, wrong_names
from seedjob.spec.batch.resolved import Resolved, Variant, filled, name_of
from seedjob.spec.batch.telling import Telling
from seedjob.spec.batch.template import FOREACH, JOBS, LABELS, Site, Template, templates
from seedjob.spec.content import CONTENT
from seedjob.spec.document import Document
from seedjob.spec.expand import NamedJob
from seedjob.spec.job import accept
from seedjob.spec.lookup import finds, length, listed
from seedjob.spec.lost import without_value, wrong_lookup
from seedjob.spec.sizes import LONGEST_SCALAR
from seedjob.spec.validate import ROW, Spec, explain, refused

MOST_CHARACTERS: Final = 8 << 20
"""Characters in all texts of one file's jobs into which something was put."""

_SOUND: Final[Mapping[str, Any]] = {
    "model": MODELS[0],
    "content": [
        {"type": "text", "text": "x"},
        {"type": "image_url", "image_url": {"url": "https://example.com/x"}},
    ],
}
"""A job of which labels are judged as if they stood around it."""


def judge_batch(file: str, document: Document, rows: ReadRows) -> Spec:
    """Judge what was read from `file` as a batch; `rows` reads what its jobs are made for."""
    batch = _Batch(file, document, rows)
    jobs = tuple(batch.named())
    told = (*refused(file, document.refusals), *batch.telling.diagnostics())
    wrong = any(one.severity == "error" for one in told)
    return Spec(
        file,
        document,
        () if wrong else jobs,
        told,
        resolved=tuple(batch.resolved),
        others=batch.others,
    )


def blame_jobs(spec: Spec, found: Iterable[tuple[Resolved, Finding]]) -> Spec:
    """Give a batch with findings on its jobs told, and without jobs if one is an error."""
    document = spec.document
    assert document is not None
    telling = Telling(spec.file, document, many=_is_many(spec.resolved))
    for job, finding in found:
        telling.tell_of(finding, job)
    told = telling.diagnostics()
    wrong = any(one.severity == "error" for one in told)
    both = sorted(
        (*spec.diagnostics, *told),
        key=lambda one: (one.file != spec.file, one.file, one.place, one.rule),
    )
    return replace(spec, jobs=() if wrong else spec.jobs, diagnostics=tuple(both))


def _is_many(jobs: Iterable[Resolved]) -> bool:
    """Tell whether a message needs to say of which job it is."""
    return any(job.template.route or job.variant.cell.routes or job.variant.sheet for job in jobs)


class _Batch:
    """One document on its way to its jobs."""

    def __init__(self, file: str, document: Document, rows: ReadRows) -> None:
        assert isinstance(document.data, dict)
        data: Mapping[str, Any] = document.data
        self._file = file
        self._document = document
        self._left = MOST_CHARACTERS
        found, wrong = templates(data)
        self._namings = namings(file, data, found)
        expansions, room = [], MOST_JOBS
        for template in found:
            expansions.append(expand_template(template, file, rows, room))
            room -= len(expansions[-1].variants)
        many = JOBS in data or any(one.varies for one in expansions)
        self.telling = Telling(file, document, many=many)
        self.others = {name: text for one in expansions for name, text in one.texts.items()}
        for finding in (*_labels(data), *wrong, *wrong_names(file, data, found, self._namings)):
            self.telling.tell(finding)
        self.resolved = [
            job
            for one, naming in zip(expansions, self._namings, strict=True)
            for job in self._jobs(one, naming)
        ]
        check_unique(self.resolved, self.telling)

    def named(self) -> Iterator[NamedJob]:
        """Judge each job, and give those that are sound."""
        cut = cuts(self._document.text)
        for one in self.resolved:
            if self.telling.is_full:
                return
            job = accept(one.data)
            if job is not None:
                route = (
                    one.template.origin(("name",))
                    if "name" in one.template.fields
                    else one.template.route
                )
                yield NamedJob(one.name, self._file, job, route, one.scope)
            else:
                self._explain(one)
            for finding in advise_on(one.data, self._rest(one.template) if cut else None):
                self.telling.tell_of(finding, one)

    def _explain(self, one: Resolved) -> None:
        for finding in explain(one.data, self._unsure(one)):
            if not _is_under(finding.route, one.broken):
                self.telling.tell_of(finding, one)

    def _rest(self, template: Template) -> Any:
        return lambda route: self._document.rest(template.origin(route))

    def _unsure(self, one: Resolved) -> set[int]:
        """List the items of which neither type nor role is sure."""
        items = one.data.get(CONTENT)
        if not (isinstance(items, list) and (one.broken or self._document.refusals)):
            return set()
        routes: Iterator[tuple[int, Route]] = (
            (at, (CONTENT, at, key)) for at in range(len(items)) for key in ROW
        )
        return {
            at
            for at, route in routes
            if _is_under(route, one.broken) or self._document.unsure(one.spot(route).route)
        }

    def _jobs(self, expansion: Expansion, naming: Naming) -> Iterator[Resolved]:
        template = expansion.template
        for finding in expansion.findings:
            self.telling.tell(finding)
        foreach = self._document.place((*template.route, FOREACH), at_key=True)
        self.telling.keep(expansion.diagnostics, foreach)
        broken = frozenset(self._wrong_sites(expansion, naming))
        sites = [one for one in template.sites if one.route not in broken]
        for variant in expansion.variants:
            if self._left < 0:
                break
            yield self._job(template, variant, naming, sites, broken)
        if self._left < 0:
            message = f"what is put into the jobs' texts is over {MOST_CHARACTERS:,} characters"
            self.telling.tell(Finding(SIZE, template.route, message, "write shorter texts"))

    def _wrong_sites(self, expansion: Expansion, naming: Naming) -> Iterator[Route]:
        template = expansion.template
        name = naming.base({}) if not naming.site else naming.before + "…"
        for site in template.sites:
            names = {**expansion.names}
            if site.route == ("name",):
                names["job"] = []
            for lookup in listed(site.pieces):
                if wrong := wrong_lookup(lookup, names, template.origin(site.route)):
                    self.telling.tell(wrong, name if template.route else "")
                    yield site.route

    def _job(
        self,
        template: Template,
        variant: Variant,
        naming: Naming,
        sites: list[Site],
        broken: frozenset[Route],
    ) -> Resolved:
        scope: dict[str, Mapping[str, Any]] = {
            "matrix": variant.cell.values,
            "vars": template.variables,
            "row": variant.values,
        }
        alone = naming.is_whole or not (variant.sheet or variant.cell.named_by)
        name = name_of(naming.base(scope), variant, alone=alone)
        scope["job"] = {"name": name}
        one = Resolved(name, template, variant, scope, {}, broken)
        wrong = {site.route: finding for site in sites if (finding := self._unfit(site, one))}
        if is_reserved(name) and naming.before:
            at = replace(one, name=name)
            wrong[("name",)] = _reserved(name)
            self.telling.tell_of(wrong[("name",)], at)
        for route, finding in wrong.items():
            if route != ("name",) or finding.rule != JOB_NAME:
                self.telling.tell_of(finding, one)
        fit = [site for site in sites if site.route not in wrong]
        data = filled(template, variant, scope, fit)
        return replace(one, data=data, broken=broken | wrong.keys())

    def _unfit(self, site: Site, one: Resolved) -> Finding | None:
        """Say why a text cannot be put together for one job."""
        for lookup in listed(site.pieces):
            if not finds(lookup, one.scope):
                return without_value(lookup, site.route)
        if len(site.pieces) == 1:
            return None
        long = length(site.pieces, one.scope)
        self._left -= long
        if long <= LONGEST_SCALAR:
            return None
        message = f"a text of {long:,} characters, where {LONGEST_SCALAR:,} are the most"
        return Finding(SIZE, site.route, message, "put in less")


def _reserved(name: str) -> Finding:
    message = f"'{name}' ends like the files that seedjob makes"
    return Finding(JOB_NAME, ("name",), message, "write another name")


def _labels(data: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Find what is wrong with what a file of jobs says of itself."""
    if JOBS not in data:
        return ()
    from seedjob.spec.shape import explain as explain_shape  # jsonschema loads only to explain

    labels = {key: data[key] for key in (*LABELS, "name") if key in data}
    return () if accept({**_SOUND, **labels}) else explain_shape({**_SOUND, **labels})


def _is_under(route: Route, broken: frozenset[Route]) -> bool:
    return bool(broken) and any(route[:end] in broken for end in range(1, len(route) + 1))
