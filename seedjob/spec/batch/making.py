"""Templates and their variants to jobs with everything put in, or to what cannot be put in."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from seedjob.diagnostic import Finding, Route
from seedjob.spec.batch.expansion import SIZE, Expansion
from seedjob.spec.batch.keys import FOREACH
from seedjob.spec.batch.matrix import Cell
from seedjob.spec.batch.names import RULE as JOB_NAME
from seedjob.spec.batch.names import Naming, is_reserved
from seedjob.spec.batch.resolved import Resolved, Variant, filled, name_of
from seedjob.spec.batch.telling import Telling
from seedjob.spec.batch.template import Site, Template
from seedjob.spec.lookup import Scope, finds, length, listed
from seedjob.spec.lost import without_value, wrong_lookup
from seedjob.spec.sizes import LONGEST_SCALAR

MOST_CHARACTERS: Final = 8 << 20
"""Characters in all texts of one file's jobs into which something was put."""


class Making:
    """Makes the jobs of one file, within a bound on what is put into their texts."""

    def __init__(self, telling: Telling) -> None:
        self._telling = telling
        self._left = MOST_CHARACTERS

    def jobs(self, expansion: Expansion, naming: Naming) -> Iterator[Resolved]:
        """Make the jobs of one template, and tell what is wrong with it."""
        template = expansion.template
        for finding in expansion.findings:
            self._telling.tell(finding)
        self._telling.keep(expansion.diagnostics, (*template.route, FOREACH))
        broken = frozenset(self._wrong_sites(expansion, naming))
        sites = [one for one in template.sites if one.route not in broken]
        if not expansion.variants:
            yield _partial(expansion, naming)
        for variant in expansion.variants:
            if self._left < 0:
                break
            yield self._job(template, variant, naming, sites, broken)
        if self._left < 0:
            message = f"what is put into the jobs' texts is over {MOST_CHARACTERS:,} characters"
            self._telling.tell(Finding(SIZE, template.route, message, "write shorter texts"))

    def _wrong_sites(self, expansion: Expansion, naming: Naming) -> Iterator[Route]:
        template = expansion.template
        name = naming.base({}) if not naming.site else naming.before + "…"
        for site in template.sites:
            names = {**expansion.names}
            if site.route == ("name",):
                names["job"] = []
            if self._telling.is_full:  # and the rest is not looked at
                yield site.route
                continue
            for lookup in listed(site.pieces):
                if wrong := wrong_lookup(lookup, names, template.origin(site.route)):
                    self._telling.tell(wrong, name if template.route else "")
                    yield site.route
                elif lookup.scope not in names:  # and why, is told already
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
            "row": variant.values,
            **_variables(template),
        }
        alone = naming.is_whole or not (variant.sheet or variant.cell.named_by)
        name = name_of(naming.base(scope), variant, alone=alone)
        scope["job"] = {"name": name}
        one = Resolved(name, template, variant, scope, {}, broken)
        wrong = {site.route: finding for site in sites if (finding := self._unfit(site, one))}
        if is_reserved(name) and (naming.before or naming.site):
            wrong[("name",)] = _reserved(name)
        for finding in wrong.values():
            self._telling.tell_of(finding, one)
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


def _variables(template: Template) -> Scope:
    """Give the scope of the variables, unless some cannot be read."""
    return {"vars": template.variables} if template.knows_variables else {}


def _partial(expansion: Expansion, naming: Naming) -> Resolved:
    """Give what of a template can be judged though it makes no job: what looks nothing up."""
    template = expansion.template
    none = [holder for holder in ("matrix", "row") if expansion.names.get(holder) == []]
    scope: Scope = {**_variables(template), **{holder: {} for holder in none}}
    name = f"{naming.before}…" if naming.site else naming.base({})
    data = {
        key: value for key, value in template.fields.items() if key != "name" or not naming.site
    }
    broken = frozenset(site.route for site in template.sites)
    return Resolved(
        name, template, Variant(Cell(template.route)), scope, data, broken, partial=True
    )


def _reserved(name: str) -> Finding:
    message = f"'{name}' ends like the files that seedjob makes"
    return Finding(JOB_NAME, ("name",), message, "write another name")
