"""Plain data that is not a job to what is wrong with its shape; the door to jsonschema."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend

from seedjob.diagnostic import Finding, Route
from seedjob.spec.content import MOST_FOUND
from seedjob.spec.suspects import Suspects
from seedjob.spec.vocabulary import JOB, Vocabulary
from seedjob.spec.wording import lacking, wrong_value


@dataclass(frozen=True, slots=True)
class _Error:
    """One of jsonschema's errors: its keyword with the keyword's value, and where it applies."""

    keyword: str
    value: Any
    route: Route
    instance: Any
    known: tuple[str, ...]

    @property
    def strangers(self) -> list[str]:
        """List the keys of the mapping that the schema does not know."""
        return [key for key in self.instance if key not in self.known]


@dataclass(frozen=True, slots=True)
class _Seen:
    """The document, the keys that somebody meant when writing an unknown one, and rivals.

    Of two keys of which only one may be there both are `rivals`: what is wrong with the value of
    either is told of the one that stays.
    """

    data: Any
    words: Vocabulary
    meant: frozenset[Route]
    rivals: frozenset[Route]


def explain(data: object, words: Vocabulary = JOB) -> tuple[Finding, ...]:
    """Find every fault of shape, one a cause; none where the shape is sound."""
    errors = tuple(_errors(data, words))
    meant = frozenset(islice(_meant(errors, words), MOST_FOUND))
    seen = _Seen(data, words, meant, frozenset(islice(_rivals(errors), MOST_FOUND)))
    found: dict[tuple[Route, str, str], Finding] = {}
    for finding in _explained(errors, seen):
        found.setdefault((finding.route, finding.rule, finding.message), finding)
        if len(found) == MOST_FOUND:
            break
    return tuple(found.values())


def _explained(errors: Iterable[_Error], seen: _Seen) -> Iterator[Finding]:
    for error in errors:
        yield from _EXPLAINED.get(error.keyword, _value)(error, seen)


def _errors(data: object, words: Vocabulary) -> Iterator[_Error]:
    suspects = Suspects(data, MOST_FOUND)
    for error in _VALIDATOR(words.schema()).iter_errors(suspects.data):
        yield _error(error, suspects.origin(tuple(error.absolute_path)))


def _is_integer(_checker: object, value: object) -> bool:
    """Tell a whole number; jsonschema's own takes 5.0 for one, the service does not."""
    return isinstance(value, int) and not isinstance(value, bool)


_VALIDATOR: Final = extend(  # type: ignore[no-untyped-call]  # the stubs leave it so
    Draft202012Validator,
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_integer),
)


def _error(error: ValidationError, route: Route) -> _Error:
    schema = error.schema if isinstance(error.schema, Mapping) else {}
    return _Error(
        keyword=str(error.validator),
        value=error.validator_value,
        route=route,
        instance=error.instance,
        known=tuple(schema.get("properties", ())),
    )


def _meant(errors: Iterable[_Error], words: Vocabulary) -> Iterator[Route]:
    for error in errors:
        if error.keyword == "additionalProperties":
            for key in error.strangers:
                met = words.meet(key, error.instance, error.route, error.known)
                yield from ((*error.route, meant) for meant in met.meant)


def _rivals(errors: Iterable[_Error]) -> Iterator[Route]:
    for error in errors:
        keys = [branch["required"][0] for branch in error.value] if error.keyword == "oneOf" else ()
        if isinstance(error.instance, Mapping) and all(key in error.instance for key in keys):
            yield from ((*error.route, key) for key in keys)


def _value(error: _Error, seen: _Seen) -> Iterator[Finding]:
    """Tell that a value is wrong, unless it is empty and a key is blamed that it was meant for."""
    told = error.route in seen.rivals or (error.instance is None and error.route in seen.meant)
    if not told:
        yield wrong_value(error.route, error.instance, seen.data, seen.words)


def _unknown(error: _Error, seen: _Seen) -> Iterator[Finding]:
    for key in error.strangers:
        met = seen.words.meet(key, error.instance, error.route, error.known)
        yield Finding(met.rule, (*error.route, key), met.message, met.hint, at_key=True)


def _missing(error: _Error, seen: _Seen) -> Iterator[Finding]:
    for key in error.value:
        if key not in error.instance:
            yield from _lacking(error, (key,), seen)


def _either(error: _Error, seen: _Seen) -> Iterator[Finding]:
    """Tell which of two keys is too much, or that both are missing."""
    first, second = (branch["required"][0] for branch in error.value)
    if not isinstance(error.instance, Mapping):
        return
    route = error.route
    if second not in error.instance:
        yield from _lacking(error, (first, second), seen)
        return
    message = f"'{second}' stands beside '{first}', where only one can be"
    related = (((*route, first), f"{first} is here"),)
    hint = f"take out {first} or {second}"
    key = (*route, second)
    yield Finding("conflicting-keys", key, message, hint, at_key=True, related=related)


def _lacking(error: _Error, keys: tuple[str, ...], seen: _Seen) -> Iterator[Finding]:
    """Tell that `keys` are missing, unless one of them is there, misspelt, and blamed for that."""
    if seen.meant.isdisjoint((*error.route, key) for key in keys):
        yield lacking(error.route, keys, error.instance, seen.words)


_Explained = Callable[[_Error, _Seen], Iterator[Finding]]

_EXPLAINED: Final[Mapping[str, _Explained]] = {
    "additionalProperties": _unknown,
    "required": _missing,
    "oneOf": _either,
}
"""JSON Schema keyword to who explains it; every other one is about a value."""
