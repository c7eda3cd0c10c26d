"""README's tables say what the code says, and its examples are the project's own.

`python -m tests.test_readme` rewrites the tables.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from seedjob.cli import COMMANDS
from seedjob.cli.exits import MEANINGS, ORDER
from seedjob.models.seedance_x1 import RULES

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
BLOCK = re.compile(r"(<!-- table: (\w+) -->\n(?:.*\n){2})((?:\|.*\n)*)(<!-- end -->)")


def rules() -> Iterator[str]:
    for name, rule in RULES.items():
        yield f"| `{name}` | {rule.sentence()} |"


def commands() -> Iterator[str]:
    for name, does in COMMANDS.items():
        yield f"| `seedjob {name}` | {does} |"


def exits() -> Iterator[str]:
    for code, meaning in sorted(MEANINGS.items()):
        yield f"| {code} | {meaning} |"


TABLES: Mapping[str, Callable[[], Iterator[str]]] = {
    "rules": rules,
    "commands": commands,
    "exits": exits,
}


def rows(name: str) -> str:
    return "".join(f"{row}\n" for row in TABLES[name]())


@pytest.mark.parametrize("name", TABLES)
def test_a_table_says_what_the_code_says(name: str) -> None:
    written = {found[1]: found[2] for found in BLOCK.findall(README.read_text("utf-8"))}

    assert rows(name) == written[name], "renew it: python -m tests.test_readme"


def test_the_example_is_the_projects_own() -> None:
    text = README.read_text("utf-8")
    example = text.split("`specs/fox.yaml`:\n\n```yaml\n")[1].split("```")[0]
    own = (ROOT / "specs" / "fox.yaml").read_text("utf-8")

    assert example.split() == re.sub(r"(?m)(^# First.*$|(?<=\S) #.*$)", "", own).split()


def test_every_code_has_its_meaning_and_its_rank() -> None:
    assert MEANINGS.keys() == set(ORDER)


if __name__ == "__main__":
    renewed = BLOCK.sub(lambda m: m[1] + rows(m[2]) + m[4], README.read_text("utf-8"))
    README.write_text(renewed, "utf-8")
