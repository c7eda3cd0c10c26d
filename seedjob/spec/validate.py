"""The text of a spec file to its jobs, or to everything that is wrong with it."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import starmap
from typing import TYPE_CHECKING, Any, Final

from seedjob.diagnostic import Diagnostic, Finding, Related, Route
from seedjob.spec.advice import advise
from seedjob.spec.content import CONTENT, judge
from seedjob.spec.document import Document
from seedjob.spec.expand import BATCH, NamedJob, expand
from seedjob.spec.job import accept
from seedjob.spec.lookup import OPEN, Piece
from seedjob.spec.refusal import Refusal

if TYPE_CHECKING:
    from seedjob.spec.batch.resolved import Resolved

ROW: Final = ("type", "role")
"""What the rules between items look at."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What a project, or who runs it, wants of warnings: none of some rules, or no warning at all.

    `allow` names the rules that are silent everywhere, `strict` makes errors of the others.
    """

    allow: frozenset[str] = frozenset()
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Spec:
    """One spec file after reading: its jobs, none where `diagnostics` holds an error.

    `allowed` are the rules of which the policy kept something silent. Of a batch `resolved` are
    the jobs, sound or not, and `others` the texts of the files of rows that it names.
    """

    file: str
    document: Document | None
    jobs: tuple[NamedJob, ...]
    diagnostics: tuple[Diagnostic, ...]
    allowed: frozenset[str] = frozenset()
    resolved: "tuple[Resolved, ...]" = ()
    others: Mapping[str, str] | None = None


def no_rows(_path: str) -> bytes | tuple[str, str]:
    """Read no file of rows, where there is no disk to look at."""
    return "cannot be looked at here", "judge the spec where its files are"


def no_text(_path: str) -> tuple[Piece, ...] | None:
    """Read no text file, where there is no disk to look at."""
    return None


def validate(
    file: str,
    document: Document | tuple[Refusal, ...],
    rows: Callable[[str], bytes | tuple[str, str]] = no_rows,
    texts: Callable[[str], tuple[Piece, ...] | None] = no_text,
) -> Spec:
    """Judge what was read from `file`, its path from the project's root.

    `rows` reads a file of rows by the path that a spec gives, or tells why not and what to do;
    `texts` cuts a text file at what it looks up, or gives None.
    """
    if not isinstance(document, Document):
        return Spec(file, None, (), refused(file, document))
    if not isinstance(document.data, dict):
        return _validate_one(file, document)
    if is_batch(document.data, document.text):
        from seedjob.spec.batch.judge import judge_batch  # most specs are one job

        return judge_batch(file, document, rows, texts)
    return _validate_one(file, document)


def is_batch(data: Mapping[str, Any], text: str) -> bool:
    """Tell whether a mapping makes more than one job, or looks something up; `text` is its text."""
    if not BATCH.isdisjoint(data):
        return True
    return (OPEN in text or "\\" in text) and _looks_up(data)


def _looks_up(value: object) -> bool:
    if isinstance(value, dict):
        return any(map(_looks_up, value.values()))
    if isinstance(value, list):
        return any(map(_looks_up, value))
    return isinstance(value, str) and OPEN in value


def _validate_one(file: str, document: Document) -> Spec:
    refusals = refused(file, document.refusals)
    advice = tuple(one for one in advise(document) if not document.told(one))
    job = accept(document.data)
    named = expand(file, job) if job else None
    if isinstance(named, NamedJob) and not refusals:
        return Spec(file, document, (named,), _placed(file, document, advice))
    faults = (named,) if isinstance(named, Finding) else () if job else _findings(document)
    placed = _placed(file, document, (*faults, *advice))
    return Spec(file, document, (), _sorted((*refusals, *placed)))


def explain(data: Any, unsure: Collection[int] = ()) -> tuple[Finding, ...]:
    """Find what keeps `data` from being a job; never nothing, unless items are `unsure`.

    Of those the rules between items suppose nothing: what was refused in the text hides them.
    """
    from seedjob.spec.retype import retyped
    from seedjob.spec.shape import explain as explain_shape  # jsonschema loads only to explain
    from seedjob.spec.strangers import excused

    data, types = retyped(data)
    shape = (*types, *explain_shape(data))
    items = [None if at in unsure else item for at, item in enumerate(_items(data) or ())]
    rules = judge(items, _doubtful(shape)) if _items(data) is not None else ()
    findings = (*shape, *(one for one in rules if one.rule not in excused(data)))
    if not findings and not unsure:
        raise AssertionError("a document was refused that nothing explains")
    return findings


def blame(spec: Spec, findings: Iterable[Finding]) -> Spec:
    """Give the spec with `findings` among its diagnostics, and without jobs if one is an error."""
    document = spec.document
    assert document is not None
    untold = (finding for finding in findings if not document.told(finding))
    diagnostics = (*spec.diagnostics, *_placed(spec.file, document, untold))
    wrong = any(diagnostic.severity == "error" for diagnostic in diagnostics)
    return replace(spec, jobs=() if wrong else spec.jobs, diagnostics=_sorted(diagnostics))


def govern(spec: Spec, policy: Policy) -> Spec:
    """Give the spec without the warnings that a comment or the policy allows, strict if need be."""
    if spec.document is None or not (spec.diagnostics or spec.document.comments):
        return spec
    from seedjob.spec.allow import hear  # most specs have nothing to be allowed

    heard = hear(spec.file, spec.document, spec.diagnostics, policy.allow)
    told = _sorted(map(_strict, heard.diagnostics) if policy.strict else heard.diagnostics)
    wrong = any(one.severity == "error" for one in told)
    return replace(spec, jobs=() if wrong else spec.jobs, diagnostics=told, allowed=heard.used)


def _strict(one: Diagnostic) -> Diagnostic:
    return replace(one, severity="error") if one.severity == "warning" else one


def blame_names(spec: Spec, taken: Mapping[str, str]) -> Spec:
    """Blame a spec for its jobs that bear the name of one of another file, by name."""
    found: dict[tuple[Route, str], list[str]] = {}
    for job in spec.jobs:
        if job.name in taken:
            found.setdefault((job.route, taken[job.name]), []).append(job.name)
    return blame(spec, starmap(_collision, ((*at, names) for at, names in found.items())))


def _findings(document: Document) -> tuple[Finding, ...]:
    items = range(len(_items(document.data) or ())) if document.refusals else ()
    unsure = {at for at in items for key in ROW if document.unsure((CONTENT, at, key))}
    findings = explain(document.data, unsure)
    return tuple(finding for finding in findings if not document.told(finding))


def _items(data: Any) -> list[Any] | None:
    items = data.get(CONTENT) if isinstance(data, dict) else None
    return items if isinstance(items, list) else None


def _collision(route: Route, first: str, names: Sequence[str]) -> Finding:
    more = f" (and {len(names) - 1} more)" * (len(names) > 1)
    message = f"the job's name '{names[0]}' is taken by {first}{more}"
    return Finding("job-name-taken", route, message, "names are unique in a folder; change one")


def _doubtful(findings: Iterable[Finding]) -> set[int]:
    """Find the items with an unknown key of their own: it may be the role, misspelt."""
    return {
        finding.route[1]
        for finding in findings
        if finding.rule == "unknown-key"
        and len(finding.route) == len((CONTENT, 0, "key"))
        and isinstance(finding.route[1], int)
    }


def refused(file: str, refusals: Iterable[Refusal]) -> tuple[Diagnostic, ...]:
    """Give what reading refused as diagnostics of `file`."""
    return tuple(
        Diagnostic(file, one.place, one.rule, one.message, one.hint, one.related)
        for one in refusals
    )


def _placed(file: str, document: Document, findings: Iterable[Finding]) -> tuple[Diagnostic, ...]:
    return _sorted(_place(file, document, finding) for finding in findings)


def _place(file: str, document: Document, finding: Finding) -> Diagnostic:
    return Diagnostic(
        file=file,
        place=document.place(finding.route, at_key=finding.at_key, within=finding.within),
        rule=finding.rule,
        message=finding.message,
        hint=finding.hint,
        related=tuple(Related(document.place(route), said) for route, said in finding.related),
        severity=finding.severity,
    )


def _sorted(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(diagnostics, key=lambda one: (one.file, one.place, one.rule)))
