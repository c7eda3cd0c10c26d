"""The names of a file's jobs: what each begins with, and whether they tell the jobs apart."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from posixpath import basename, splitext
from typing import Any, Final

from seedjob.diagnostic import Finding
from seedjob.spec.batch.keys import JOBS
from seedjob.spec.batch.naming import MOST_BYTES, clash, fitting, size, slug
from seedjob.spec.batch.resolved import Resolved
from seedjob.spec.batch.telling import Telling
from seedjob.spec.batch.template import Site, Template
from seedjob.spec.field import FIELDS, NAMES
from seedjob.spec.lookup import Lookup, Scope, find, finds
from seedjob.spec.text import PATTERNS, RESERVED
from seedjob.spec.written import shown

RULE: Final = "job-name"
TAKEN: Final = "job-name-taken"

_KEPT: Final = re.compile(r"[A-Za-z0-9._-]*")
_VARYING: Final = ("matrix", "row")


@dataclass(frozen=True, slots=True)
class Naming:
    """How the jobs of a template are named: by `before`, what it says itself, and its variants."""

    before: str
    own: str
    site: Site | None = None

    @property
    def is_whole(self) -> bool:
        """Tell whether the written name says itself what tells its jobs apart."""
        found = self.site.pieces if self.site else ()
        return any(isinstance(one, Lookup) and one.scope in _VARYING for one in found)

    def base(self, scope: Scope) -> str:
        """Give the name without what a cell and a row add to it."""
        own = self._looked_up(self.site, scope) if self.site else self.own
        return f"{self.before}{own}"

    def _looked_up(self, site: Site, scope: Scope) -> str:
        parts = (
            one if isinstance(one, str) else slug(find(one, scope)) if finds(one, scope) else "-"
            for one in site.pieces
        )
        text = "".join(parts)
        return fitting(text, text, MOST_BYTES - size(self.before))


def namings(file: str, data: Mapping[str, Any], found: Sequence[Template]) -> list[Naming]:
    """Tell how the jobs of each template of a file are named."""
    stem = splitext(basename(file))[0]
    if JOBS not in data:
        return [Naming("", *_own(one, stem)) for one in found]
    given = data.get("name")
    prefix = given if _is_name(given) else stem
    return [Naming(f"{prefix}.", *_own(one, f"#{at}")) for at, one in enumerate(found, 1)]


def _own(template: Template, otherwise: str) -> tuple[str, Site | None]:
    name = template.fields.get("name")
    site = next((one for one in template.sites if one.route == ("name",)), None)
    return (str(name) if _is_name(name) else otherwise), site


def _is_name(name: object) -> bool:
    return isinstance(name, str) and PATTERNS["name"].search(name) is not None


def wrong_names(
    file: str, data: Mapping[str, Any], found: Sequence[Template], named: Sequence[Naming]
) -> Iterator[Finding]:
    """Find names that no job can have, and jobs of one name, by their routes in the document."""
    stem = splitext(basename(file))[0]
    if not PATTERNS["name"].search(stem) and "name" not in data:
        message = f"the file's name '{stem}' cannot be a job's name"
        hint = f"rename the file to {NAMES}, or write name: in it"
        yield Finding(RULE, (), message, hint)
    for template, naming in zip(found, named, strict=True):
        if naming.site:
            yield from _wrong_pieces(naming.site, template)
    yield from _alike(found, named)


def _wrong_pieces(site: Site, template: Template) -> Iterator[Finding]:
    text = "".join(one if isinstance(one, str) else "x" for one in site.pieces)
    plain = (one for one in site.pieces if isinstance(one, str))
    if not all(map(_KEPT.fullmatch, plain)) or not text[:1].isalnum():
        message = f"{shown(template.fields['name'])} is not {FIELDS['name'].noun}"
        route = template.origin(site.route)
        yield Finding(RULE, route, message, f"around its lookups {FIELDS['name'].write}")


def _alike(found: Sequence[Template], named: Sequence[Naming]) -> Iterator[Finding]:
    """Find written names that two jobs of a file have."""
    first: dict[str, Template] = {}
    for template, naming in zip(found, named, strict=True):
        if naming.site or "name" not in template.fields:
            continue
        other = first.setdefault(clash(naming.own), template)
        if other is not template:
            message = f"the name '{naming.own}' is taken by another job of this file"
            route, before = template.origin(("name",)), other.origin(("name",))
            related = ((before, "the first one is here"),)
            hint = "names are unique in a file, compared without case; change one"
            yield Finding(TAKEN, route, message, hint, related=related)


def is_reserved(name: str) -> bool:
    """Tell whether a job's whole name ends like the files of ours."""
    _, dot, ending = name.rpartition(".")
    return bool(dot) and ending.casefold() in RESERVED


def check_unique(jobs: Sequence[Resolved], telling: Telling) -> None:
    """Tell of jobs that have one name, unless why is told already.

    That is where their templates have one, or where what their name looks up is not there.
    """
    first: dict[str, Resolved] = {}
    for job in jobs:
        if ("name",) in job.broken:
            continue
        other = first.setdefault(clash(job.name), job)
        if other is job or _is_told(job.template, other.template):
            continue
        telling.tell_clash(job, other, _advice(job))
        if telling.is_full:
            return


def _is_told(one: Template, other: Template) -> bool:
    names = (one.fields.get("name"), other.fields.get("name"))
    return (
        one is not other
        and all(map(_is_name, names))
        and clash(str(names[0])) == clash(str(names[1]))
    )


def _advice(job: Resolved) -> str:
    if any(one.route == ("name",) for one in job.template.sites):
        return "look up in name: what tells them apart, or leave the lookups out of it"
    if job.variant.sheet:
        return "change the row, or give each row a name in a column of that name"
    return "change one, or remove it"
