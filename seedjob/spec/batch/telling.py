"""Findings of many jobs to diagnostics, each cause once: the first job, and how many more."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from seedjob.diagnostic import Diagnostic, Finding, Place, Related, Route
from seedjob.spec.batch.resolved import Resolved, Spot
from seedjob.spec.document import Document

_Key = tuple[str, Place, str, str]

MOST_CAUSES: Final = 150
"""Causes after which nobody looks for more."""


class Telling:
    """Collects what is wrong with the jobs of the spec `file`; `many` tells that it is a batch."""

    def __init__(self, file: str, document: Document, *, many: bool) -> None:
        self._file = file
        self._document = document
        self._many = many
        self._found: dict[_Key, Diagnostic] = {}
        self._errors = 0
        self._jobs: dict[_Key, dict[str, None]] = {}

    @property
    def is_full(self) -> bool:
        """Tell whether more is wrong than anybody reads."""
        return self._errors >= MOST_CAUSES

    def tell(self, finding: Finding, job: str = "") -> None:
        """Tell of a finding by its route in the document, for a job or for the file."""
        if not self._document.told(finding):
            place = self._document.place(
                finding.route, at_key=finding.at_key, within=finding.within
            )
            related = tuple(
                Related(self._document.place(route), said) for route, said in finding.related
            )
            self._keep(self._diagnostic(finding, (self._file, place), related), job)

    def tell_of(self, finding: Finding, job: Resolved) -> None:
        """Tell of a finding by its route in a job: at its template, or where its value stands."""
        spot, source = job.spot(finding.route), job.source(finding.route)
        if any(one.sheet and one.sheet.is_text for one in (spot, source) if one):
            finding = _of_text(finding)
        if source and source.sheet:
            seen = Related(self.place(spot)[1], "it is looked up here", self._file)
            self._keep(self._diagnostic(finding, self.place(source), (seen,)), job.name)
        elif spot.sheet:
            seen = Related(self._foreach(job), "its row is of this foreach", self._file)
            self._keep(self._diagnostic(finding, self.place(spot), (seen,)), job.name)
        else:
            self._tell_at(replace(finding, route=spot.route), source, job)

    def _tell_at(self, finding: Finding, source: Spot | None, job: Resolved) -> None:
        if self._document.told(finding):
            return
        place = self._document.place(finding.route, at_key=finding.at_key, within=finding.within)
        related = [self._seen(job.spot(route), said) for route, said in finding.related]
        if source:
            related.append(self._seen(source, "its value is here"))
        said_of = "" if finding.route == job.template.origin(("name",)) else job.name
        self._keep(self._diagnostic(finding, (self._file, place), tuple(related)), said_of)

    def tell_clash(self, one: Resolved, first: Resolved, hint: str) -> None:
        """Tell that two jobs have one name, with both places."""
        file, place = self.place(one.apart(first))
        related = (self._seen(first.apart(one), "the first one is here", file),)
        message = "another job of this file has this name"
        self._keep(Diagnostic(file, place, "job-name-taken", message, hint, related), one.name)

    def keep(self, diagnostics: Iterable[Diagnostic], foreach: Route) -> None:
        """Tell what is wrong with a file of rows, which is asked for at a route."""
        for one in diagnostics:
            place = self._document.place(foreach, at_key=True)
            related = (Related(place, "its rows are asked for here", self._file),)
            message = f"for {self._file}: {one.message}"
            self._keep(replace(one, message=message, related=related), "")

    def _seen(self, spot: Spot, said: str, beside: str = "") -> Related:
        """Point at a spot too, by its file where that is another one than the fault's own."""
        file, place = self.place(spot)
        return Related(place, said, "" if file == (beside or self._file) else file)

    def place(self, spot: Spot) -> tuple[str, Place]:
        """Tell the file and the place of a spot."""
        if spot.sheet:
            return spot.sheet.file, spot.sheet.place(spot.row, spot.route)
        return self._file, self._document.place(spot.route)

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Give all that was told, the spec's own first, in the order of places."""
        told = [self._named(key, one) for key, one in self._found.items()]
        return tuple(
            sorted(told, key=lambda one: (one.file != self._file, one.file, one.place, one.rule))
        )

    def _foreach(self, job: Resolved) -> Place:
        return self._document.place((*job.template.route, "foreach"), at_key=True)

    def _diagnostic(
        self, finding: Finding, at: tuple[str, Place], related: tuple[Related, ...]
    ) -> Diagnostic:
        file, place = at
        return Diagnostic(
            file, place, finding.rule, finding.message, finding.hint, related, finding.severity
        )

    def _keep(self, one: Diagnostic, job: str) -> None:
        key = (one.file, one.place, one.rule, one.message)
        if key not in self._found:
            if len(self._found) > MOST_CAUSES and one.severity != "error":
                return
            self._errors += one.severity == "error"
            self._found[key] = one
        if job:
            self._jobs.setdefault(key, {})[job] = None

    def _named(self, key: _Key, one: Diagnostic) -> Diagnostic:
        """Name the first job that something is wrong with, and the spec where that is elsewhere."""
        jobs = list(self._jobs.get(key, ()))
        if not (self._many and jobs):
            return one
        more = f" and {len(jobs) - 1} more" * (len(jobs) > 1)
        spec = f" of {self._file}" * (one.file != self._file)
        return replace(one, message=f"in {jobs[0]}{more}{spec}: {one.message}")


def _of_text(finding: Finding) -> Finding:
    """Speak of a value in a CSV file, which is a text with or without quotes."""
    from seedjob.spec.habit_values import UNQUOTED  # only where something is wrong

    return replace(finding, hint=finding.hint.removesuffix(UNQUOTED)) if finding.hint else finding
