"""Every rule has a name, a sentence and examples that break it and keep it; none is unheard of."""

import re
from pathlib import Path

import pytest

from seedjob.diagnostic import Diagnostic
from seedjob.rulebook.book import ALLOWABLE, RULEBOOK
from seedjob.rulebook.private import PRIVATE
from seedjob.rulebook.settings import SETTINGS
from seedjob.settings.judge import judge
from seedjob.spec.document import read
from seedjob.spec.validate import Policy, govern, validate

HERE = Path(__file__).parent
SAID = r"^\S+:\d+:\d+: \w+: .* \[([a-z0-9-]+)\]$"

GOLDEN = (
    *(HERE / "spec" / "faults").glob("*.txt"),
    *(HERE / "spec" / "valid").glob("*.txt"),
    *(HERE / "spec" / "yaml_traps").glob("*.txt"),
    *(HERE / "settings" / "faults").glob("*.txt"),
)

SAMPLE = {
    "model": "model: seedance_2_0_x1_official\n",
    "content": "content:\n  - {type: text, text: A fox}\n"
    "  - {type: image_url, image_url: {url: https://example.com/fox.png}}\n",
}

IN_NO_LINE = {
    # rule: what shows it
    "spec-mapping": "the whole spec",
    "job-name-taken": "two specs",
    "foreach": "a file of rows",
    "rows": "a file of rows",
    "unused-column": "a file of rows",
    "batch-size": "more jobs than there is room for",
    "unreadable": "the file system",
    "more": "more faults than anybody reads",
    "yaml-size": "a mebibyte",
    "yaml-encoding": "bytes that are no text",
    "prompt-length": "a thousand words",
    "upstream-bytes": "a file",
    "upstream-pixels": "a file",
    "upstream-shape": "a file",
    "upstream-seconds": "a file",
    "upstream-fps": "a file",
}

ELSEWHERE = {
    # rule: what shows it, as a pair of files cannot
    "unreadable": "tests/cli/test_commands.py",
    "more": "tests/spec/test_most.py",
    "upstream-bytes": "tests/media/test_limits.py",
}


def spec(lines: str) -> str:
    """Put the lines of an example into a spec that is sound but for them."""
    keys = set(re.findall(r"(?m)^([\w$]+):", lines))
    keys |= {*SAMPLE} if "jobs" in keys else set()
    rest = "".join(text for key, text in SAMPLE.items() if key not in keys)
    return lines + rest if lines.startswith("%") else rest + lines


def told(rule: str, lines: str) -> tuple[Diagnostic, ...]:
    if rule in SETTINGS:
        return judge("seedjob.toml", lines.encode()).diagnostics
    return govern(validate("fox.yaml", read(spec(lines))), Policy()).diagnostics


@pytest.mark.parametrize("rule", [name for name in RULEBOOK if name not in IN_NO_LINE])
def test_the_wrong_example_breaks_its_rule_alone_and_the_right_one_none(rule: str) -> None:
    wrong, right = told(rule, RULEBOOK[rule].wrong), told(rule, RULEBOOK[rule].right)

    assert [(rule, RULEBOOK[rule].severity)] == [(one.rule, one.severity) for one in wrong]
    assert () == right


@pytest.mark.parametrize("rule", IN_NO_LINE)
def test_what_no_line_shows_has_no_example(rule: str) -> None:
    assert ("", "") == (RULEBOOK[rule].wrong, RULEBOOK[rule].right)


def named(path: Path) -> set[str]:
    pattern = r"^\S+ (yaml-[a-z-]+) " if path.parent.name == "yaml_traps" else SAID
    return set(re.findall(pattern, path.read_text("utf-8"), re.MULTILINE))


def test_every_rule_is_among_the_golden_pairs_or_in_a_test_that_is_named() -> None:
    shown = {rule for path in GOLDEN for rule in named(path)}

    assert RULEBOOK.keys() - ELSEWHERE.keys() == shown


def test_what_may_be_allowed_and_what_is_private_are_rules() -> None:
    assert set(ALLOWABLE) | PRIVATE <= RULEBOOK.keys()
    assert not any(RULEBOOK[rule].severity == "error" for rule in ALLOWABLE)
