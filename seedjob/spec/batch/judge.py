"""A document that makes many jobs to those jobs, or to everything that is wrong with it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from seedjob.diagnostic import Finding, Route
from seedjob.models.seedance_x1 import MODELS
from seedjob.spec.advice import advise_on, cuts
from seedjob.spec.batch.expansion import Expansion, ReadRows, Room, expand_template
from seedjob.spec.batch.keys import JOBS, LABELS
from seedjob.spec.batch.making import Making
from seedjob.spec.batch.names import check_unique, namings, wrong_names
from seedjob.spec.batch.resolved import Resolved
from seedjob.spec.batch.telling import Telling
from seedjob.spec.batch.template import Template, templates
from seedjob.spec.batch.unheard import unheard
from seedjob.spec.batch.unused import unused
from seedjob.spec.batch.uses import ReadText, Uses
from seedjob.spec.content import CONTENT
from seedjob.spec.document import Document
from seedjob.spec.expand import NamedJob
from seedjob.spec.job import accept
from seedjob.spec.routes import MISSING
from seedjob.spec.validate import ROW, Spec, explain, refused

_SOUND: Final[Mapping[str, Any]] = {
    "model": MODELS[0],
    "content": [
        {"type": "text", "text": "x"},
        {"type": "image_url", "image_url": {"url": "https://example.com/x"}},
    ],
}
"""A job of which labels are judged as if they stood around it."""


def judge_batch(file: str, document: Document, rows: ReadRows, texts: ReadText) -> Spec:
    """Judge what was read from `file` as a batch.

    `rows` reads what its jobs are made for, `texts` the text files that may look something up.
    """
    batch = _Batch(file, document, rows, texts)
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

    def __init__(self, file: str, document: Document, rows: ReadRows, texts: ReadText) -> None:
        assert isinstance(document.data, dict)
        data: Mapping[str, Any] = document.data
        self._file = file
        self._document = document
        found, wrong = templates(data)
        expansions = _expansions(found, file, rows)
        many = JOBS in data or any(one.varies for one in expansions)
        self.telling = Telling(file, document, many=many)
        self.others = {name: text for one in expansions for name, text in one.texts.items()}
        named = namings(file, data, found)
        for finding in (*_labels(data), *wrong, *wrong_names(file, data, found, named)):
            self.telling.tell(finding)
        making = Making(self.telling)
        pairs = zip(expansions, named, strict=True)
        made = [tuple(making.jobs(one, naming)) for one, naming in pairs]
        self.resolved = [job for jobs in made for job in jobs]
        check_unique(self.resolved, self.telling)
        uses = [Uses(one, jobs, texts) for one, jobs in zip(expansions, made, strict=True)]
        for finding in (*unheard(data, found, self.resolved), *unused(data, uses)):
            self.telling.tell(finding)

    def named(self) -> Iterator[NamedJob]:
        """Judge each job, and give those that are sound; where too much is wrong, not all."""
        cut = cuts(self._document.text)
        for one in self.resolved:
            job = accept(one.data)
            if job is not None and not one.partial:
                rows = one.template.foreach if isinstance(one.template.foreach, str) else None
                yield NamedJob(one.name, self._file, job, one.template.named_at, one.scope, rows)
            elif self.telling.is_full:
                return
            elif job is None:
                self._explain(one)
            rest = self._rest(one.template) if cut else None
            for finding in advise_on(one.data, rest, scope=one.scope):
                self.telling.tell_of(finding, one)

    def _explain(self, one: Resolved) -> None:
        for finding in explain(one.data, self._unsure(one)):
            unknown = one.partial and finding.rule == MISSING and not finding.route
            if not (unknown or _is_under(finding.route, one.broken)):
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


def _expansions(found: Iterable[Template], file: str, rows: ReadRows) -> list[Expansion]:
    made: list[Expansion] = []
    room = Room()
    for template in found:
        made.append(expand_template(template, file, rows, room))
        room = room.without(made[-1])
    return made


def _labels(data: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Find what is wrong with what a file of jobs says of itself."""
    if JOBS not in data:
        return ()
    from seedjob.spec.shape import explain as explain_shape  # jsonschema loads only to explain

    labels = {key: data[key] for key in (*LABELS, "name") if key in data}
    return () if accept({**_SOUND, **labels}) else explain_shape({**_SOUND, **labels})


def _is_under(route: Route, broken: frozenset[Route]) -> bool:
    return bool(broken) and any(route[:end] in broken for end in range(1, len(route) + 1))
