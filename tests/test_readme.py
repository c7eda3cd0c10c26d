"""README's tables say what the code says, and its examples are the project's own.

`python -m tests.test_readme` rewrites the tables.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from seedjob.cli import COMMANDS
from seedjob.cli.exits import MEANINGS, ORDER
from seedjob.cli.expanding import render as render_jobs
from seedjob.cli.expanding import row
from seedjob.cli.specs import load, load_text
from seedjob.local.arguments import Argument
from seedjob.local.deed import ALL
from seedjob.local.deeds import DEEDS
from seedjob.models.seedance_x1 import RULES
from seedjob.report.text import render
from seedjob.rulebook.book import RULEBOOK
from seedjob.rulebook.warnings import WARNINGS
from seedjob.settings.judge import judge
from seedjob.settings.schema import settings_schema
from seedjob.spec.document import read
from seedjob.spec.validate import Policy, govern, validate

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
BLOCK = re.compile(r"(<!-- table: (\w+) -->\n(?:.*\n){2})((?:\|.*\n)*)(<!-- end -->)")


def rules() -> Iterator[str]:
    return listed(RULES)


def warnings() -> Iterator[str]:
    return listed(WARNINGS)


def others() -> Iterator[str]:
    return listed(name for name in RULEBOOK if name not in {*RULES, *WARNINGS})


def listed(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield f"| `{name}` | {RULEBOOK[name].sentence} |"


def commands() -> Iterator[str]:
    for name, does in COMMANDS.items():
        yield f"| `seedjob {name}` | {does} |"


def exits() -> Iterator[str]:
    for code, meaning in sorted(MEANINGS.items()):
        yield f"| {code} | {meaning} |"


def faults() -> Iterator[str]:
    for name, deed in DEEDS.items():
        on = "all" if deed.on == ALL else ", ".join(deed.on)
        args = (f"`{key}` {argument(known)}" for key, known in deed.args.items())
        yield f"| `{name}` | {on} | {deed.does} | {', '.join(args)} |"


def argument(known: Argument) -> str:
    default = json.dumps(known.default, ensure_ascii=False)
    choices = known.right.removeprefix("one of ")
    return f"({choices})" if choices != known.right else f"({default})"


TABLES: Mapping[str, Callable[[], Iterator[str]]] = {
    "rules": rules,
    "warnings": warnings,
    "others": others,
    "commands": commands,
    "exits": exits,
    "faults": faults,
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


def test_the_example_of_many_jobs_is_the_projects_own() -> None:
    own = (ROOT / "specs" / "launch.yaml").read_text("utf-8")

    assert (
        block("yaml", "name: teaser").split()
        == re.sub(r"(?m)(^# Many.*$|(?<=\S) #.*$)", "", own).split()
    )


def test_what_expand_says_is_what_it_says() -> None:
    (job, *_) = load([ROOT / "specs" / "launch.yaml"]).jobs
    example = block("console", "seedjob expand").split("\n", 1)[1]

    assert render_jobs([row(job)]).startswith(example)


def test_the_rows_make_their_jobs(tmp_path: Path) -> None:
    (tmp_path / "seedjob.toml").touch()
    (tmp_path / "rows.yaml").write_text(block("yaml", "foreach:"), "utf-8")
    (tmp_path / "shots.csv").write_text(block("csv", "harbour"), "utf-8")

    loaded = load([tmp_path / "rows.yaml"])

    assert () == loaded.verdict().diagnostics
    assert [("rows.harbour", "16:9", 5), ("rows.fox", "16:9", 8)] == [
        (one.name, one.job.ratio, one.job.duration) for one in loaded.jobs
    ]


def test_what_validate_says_is_what_it_says(tmp_path: Path) -> None:
    spec = block("yaml", "model: seedance").replace("role: first_frame", "role: frist_frame")
    (tmp_path / "seedjob.toml").touch()
    loaded = load_text(spec.encode(), tmp_path / "specs" / "fox.yaml")
    told = render(loaded.verdict(tmp_path))

    example = block("console", "seedjob validate").split("\n", 1)[1]
    assert told.startswith(example.split("$")[0])


def block(language: str, holding: str) -> str:
    """Find the example in that language that holds a text."""
    found = re.findall(rf"(?ms)^```{language}\n(.*?)^```$", README.read_text("utf-8"))
    return str(next(text for text in found if holding in text))


def test_the_settings_are_ones() -> None:
    for holding in ("[service]", "[prices]"):
        assert () == judge("seedjob.toml", block("toml", holding).encode()).diagnostics


def test_the_permit_is_heard() -> None:
    spec = "model: seedance_2_0_x1_official\n" + block("yaml", "# seedjob: allow")
    judged = validate("fox.yaml", read(spec))

    assert ["url-credentials"] == [one.rule for one in judged.diagnostics]
    assert () == govern(judged, Policy()).diagnostics


def test_each_setting_has_its_row() -> None:
    text = README.read_text("utf-8")

    for table, settings in settings_schema()["properties"].items():
        for name, setting in settings["properties"].items():
            written = f"{table}.{name if '$ref' not in setting else 'MODEL'}"
            row = next(line for line in text.splitlines() if f"| `{written}` |" in line)
            default = json.dumps(setting.get("default"))
            assert default in {"null", "[]"} or row.endswith(f"| {float_free(default)} |")


def float_free(number: str) -> str:
    return number.removesuffix(".0")


def test_every_code_has_its_meaning_and_its_rank() -> None:
    assert MEANINGS.keys() == set(ORDER)


if __name__ == "__main__":
    renewed = BLOCK.sub(lambda m: m[1] + rows(m[2]) + m[4], README.read_text("utf-8"))
    README.write_text(renewed, "utf-8")
