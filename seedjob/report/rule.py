"""A rule to what people read of it: its sentence, a wrong example and a right one."""

from seedjob.report.visible import visible
from seedjob.rulebook.book import ALLOWABLE, RULEBOOK


def render(name: str) -> str:
    """Explain the rule of that name, which is one of the rulebook."""
    rule = RULEBOOK[name]
    parts = [f"{name} ({rule.severity})", f"{rule.sentence[0].upper()}{rule.sentence[1:]}."]
    if rule.wrong:
        parts += ["Wrong:", _lines(rule.wrong), "Right:", _lines(rule.right or "(leave it out)\n")]
    if name in ALLOWABLE:
        parts.append(f"Allow it where it is meant: # seedjob: allow {name}")
    return "\n\n".join(parts) + "\n"


def _lines(example: str) -> str:
    return "\n".join(f"    {visible(line)}" for line in example.rstrip("\n").split("\n"))
