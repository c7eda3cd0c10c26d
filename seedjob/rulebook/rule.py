"""What people are told of a rule when they ask: a sentence, and an example of wrong and right."""

from dataclasses import dataclass

from seedjob.diagnostic import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule by its sentence; `wrong` and `right` are lines of a spec, the rest of it left out.

    Empty where the fault is in no line: a file that cannot be read, bytes that are no text.
    """

    sentence: str
    wrong: str = ""
    right: str = ""
    severity: Severity = "error"
