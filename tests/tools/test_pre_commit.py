"""pre-commit installs our hook from a clone of this repository, and runs it over a project."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

from tests.cli.program import INVALID, VALID, project
from tests.place import beside

pytestmark = pytest.mark.tools

ROOT: Final = Path(__file__).parents[2]
PARTS: Final = ("seedjob", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")
CONFIG: Final = """\
repos:
  - repo: {repository}
    rev: {revision}
    hooks:
      - id: seedjob-validate
"""


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=Test", "-c", "user.email=test@example.com")
    done = subprocess.run(
        ["git", *who, *words],  # noqa: S607 - the git that pre-commit itself finds
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout.strip()


def committed(folder: Path) -> str:
    """Make a folder a repository, and tell the revision that holds all of it."""
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "All of it")
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture(scope="module")
def hook(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, object]:
    """Give a repository of what stands here, committed or not, and its revision."""
    repository = tmp_path_factory.mktemp("seedjob")
    for part in PARTS:
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy2
        copy(ROOT / part, repository / part)
    return {"repository": repository, "revision": committed(repository)}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the place where pre-commit keeps what it installs, for all tests here."""
    return tmp_path_factory.mktemp("home")


def run(root: Path, home: Path, *words: str) -> tuple[int, str]:
    """Run the project's hooks over what is staged, and give exit code and output."""
    git(root, "add", "--all")
    done = subprocess.run(
        [beside("pre-commit"), "run", "--color=never", *words],
        cwd=root,
        env=os.environ | {"PRE_COMMIT_HOME": str(home)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_the_hook_passes_good_specs_and_fails_for_a_bad_one_with_our_words(
    tmp_path: Path, hook: Mapping[str, object], home: Path
) -> None:
    root = project(tmp_path / "p", fox=VALID)
    (root / ".pre-commit-config.yaml").write_text(CONFIG.format(**hook), "utf-8")
    (root / "other.yaml").write_text("no: spec\n", "utf-8")
    git(root, "init", "--quiet")

    passed, said = run(root, home, "--all-files")
    assert (0, True) == (passed, "Passed" in said), said

    (root / "seedjob.toml").write_text("[run]\nin_flight = 0\n", "utf-8")
    failed, said = run(root, home, "--all-files")
    assert failed == 1
    assert "seedjob.toml:2:13: error: '0' is not a count" in said

    (root / "seedjob.toml").write_text("", "utf-8")
    (root / "specs" / "bad.yaml").write_text(INVALID, "utf-8")
    failed, said = run(root, home, "--all-files")
    assert failed == 1
    assert "specs/bad.yaml:3:11: error: '3' is not a duration" in said
    assert "[duration]" in said


ROWS: Final = VALID.replace("A fox", "'${{ row.look }}'") + "foreach: rows.csv\n"
FROM_FILE: Final = VALID.replace("text: A fox", "text_file: prompts/owl.txt")

BROKEN = {
    # the one file that changes, what is written into it, and what is said
    "rows": (
        "specs/rows.csv",
        "name,look,ratio\na,day,16x9\n",
        "specs/rows.csv:2:7: error: in fox.a of specs/fox.yaml: '16x9'",
    ),
    "a prompt": ("specs/prompts/owl.txt", " \n", "'prompts/owl.txt' is blank"),
    "a medium": ("specs/a.png", "", "'a.png' is empty"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_hook_judges_the_specs_where_only_a_file_changes_that_they_name(
    name: str, tmp_path: Path, hook: Mapping[str, object], home: Path
) -> None:
    file, text, expected = BROKEN[name]
    picture = VALID.replace("url: https://example.com/fox.png", "path: a.png")
    root = project(tmp_path / "p", fox=ROWS, owl=FROM_FILE, elk=picture)
    (root / ".pre-commit-config.yaml").write_text(CONFIG.format(**hook), "utf-8")
    (root / "specs" / "prompts").mkdir()
    (root / "specs" / "rows.csv").write_text("name,look,ratio\na,day,16:9\n", "utf-8")
    (root / "specs" / "prompts" / "owl.txt").write_text("An owl\n", "utf-8")
    shutil.copy2(ROOT / "specs" / "media" / "fox-first.png", root / "specs" / "a.png")
    committed(root)

    (root / "specs" / "fox.manifest.json").write_text("{}\n", "utf-8")
    skipped, said = run(root, home)
    assert (0, True) == (skipped, "Skipped" in said), said

    (root / file).write_text(text, "utf-8")
    failed, said = run(root, home)

    assert (1, True) == (failed, expected in said), said
