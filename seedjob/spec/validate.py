"""The text of a spec file to its jobs, or to everything that is wrong with it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from seedjob.diagnostic import Diagnostic, Finding, Related, Route
from seedjob.spec.advice import advise
from seedjob.spec.content import CONTENT, judge
from seedjob.spec.document import Document
from seedjob.spec.expand import NamedJob, expand
from seedjob.spec.job import accept
from seedjob.spec.refusal import Refusal

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

    `allowed` are the rules of which the policy kept something silent.
    """

    file: str
    document: Document | None
    jobs: tuple[NamedJob, ...]
    diagnostics: tuple[Diagnostic, ...]
    allowed: frozenset[str] = frozenset()


def validate(file: str, document: Document | tuple[Refusal, ...]) -> Spec:
    """Judge what was read from `file`, its path from the project's root."""
    if not isinstance(document, Document):
        return Spec(file, None, (), tuple(_refused(file, refusal) for refusal in document))
    refused = tuple(_refused(file, refusal) for refusal in document.refusals)
    advice = tuple(one for one in advise(document) if not document.told(one))
    job = accept(document.data)
    named = expand(file, job) if job else None
    if isinstance(named, NamedJob) and not refused:
        return Spec(file, document, (named,), _placed(file, document, advice))
    faults = (named,) if isinstance(named, Finding) else () if job else _findings(document)
    placed = _placed(file, document, (*faults, *advice))
    return Spec(file, document, (), _sorted((*refused, *placed)))


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


def blame_name(spec: Spec, first: str) -> Spec:
    """Blame a spec whose job bears the name of one of the file `first`."""
    return blame(spec, [_collision(job, first) for job in spec.jobs]) if spec.jobs else spec


def _findings(document: Document) -> tuple[Finding, ...]:
    items = range(len(_items(document.data) or ())) if document.refusals else ()
    unsure = {at for at in items for key in ROW if document.unsure((CONTENT, at, key))}
    findings = explain(document.data, unsure)
    return tuple(finding for finding in findings if not document.told(finding))


def _items(data: Any) -> list[Any] | None:
    items = data.get(CONTENT) if isinstance(data, dict) else None
    return items if isinstance(items, list) else None


def _collision(job: NamedJob, first: str) -> Finding:
    route: Route = ("name",) if job.job.name else ()
    message = f"the job's name '{job.name}' is taken by {first}"
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


def _refused(file: str, refusal: Refusal) -> Diagnostic:
    return Diagnostic(
        file, refusal.place, refusal.rule, refusal.message, refusal.hint, refusal.related
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
    return tuple(sorted(diagnostics, key=lambda diagnostic: (diagnostic.place, diagnostic.rule)))
