"""Fields of a template that none of its jobs takes, to what is wrong with them all the same."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from seedjob.diagnostic import Finding, Route
from seedjob.spec.batch.keys import DEFAULTS, FIELDS
from seedjob.spec.batch.resolved import Resolved
from seedjob.spec.batch.template import Template, sites
from seedjob.spec.job import accept
from seedjob.spec.validate import explain


def unheard(
    data: Mapping[str, Any], found: Sequence[Template], jobs: Sequence[Resolved]
) -> Iterator[Finding]:
    """Judge the fields that every cell or row sets anew, and the defaults of which none is left."""
    first: dict[Route, Resolved] = {}
    heard: set[Route] = set()
    for job in jobs:
        first.setdefault(job.template.route, job)
        heard |= {
            job.template.origins[key]
            for key in job.template.fields
            if job.variant.moved(key) is None
        }
    for template in found:
        for key, value in template.fields.items() if template.route in first else ():
            if template.origins[key] not in heard:
                heard.add(template.origins[key])
                yield from _wrong(first[template.route], key, value, template.origins[key])
    defaults = data.get(DEFAULTS)
    for key, value in defaults.items() if isinstance(defaults, dict) and jobs else ():
        if key in FIELDS and (DEFAULTS, key) not in heard:
            yield from _wrong(jobs[0], key, value, (DEFAULTS, key))


def _wrong(job: Resolved, key: str, value: Any, at: Route) -> Iterator[Finding]:
    """Find what would be wrong with a job if it had this value; a lookup in it goes nowhere."""
    made = {**job.data, key: value}
    if next(sites(value), None) is not None or accept(made) is not None:
        return
    for finding in explain(made):
        if finding.route[:1] == (key,):
            yield replace(finding, route=(*at, *finding.route[1:]), related=())
