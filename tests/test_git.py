"""What git says has changed: everything that may count, nothing else, and no program is started."""

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from seedjob.errors import UsageError
from seedjob.git import changed_files
from tests.cli.repository import begin, commit, git


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "p"
    (root / "specs").mkdir(parents=True)
    for name in ("a", "b", "c"):
        (root / "specs" / f"{name}.yaml").write_text(f"{name}\n" * 9, "utf-8")
    (root / ".gitignore").write_text("*.local.*\n", "utf-8")
    return begin(root)


def write(root: Path, name: str, text: str = "changed\n") -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, "utf-8")


def committed(root: Path) -> None:
    write(root, "specs/a.yaml")
    commit(root, "change")


def staged(root: Path) -> None:
    write(root, "specs/a.yaml")
    git(root, "add", "--all")


def moved(root: Path) -> None:
    git(root, "mv", "specs/a.yaml", "specs/z.yaml")


def staged_and_put_back(root: Path) -> None:
    before = (root / "specs" / "a.yaml").read_text("utf-8")
    staged(root)
    write(root, "specs/a.yaml", before)


def main_went_on(root: Path) -> None:
    committed(root)
    git(root, "switch", "--quiet", "main")
    write(root, "specs/b.yaml")
    commit(root, "elsewhere")
    git(root, "switch", "--quiet", "work")


def touched(root: Path) -> None:
    os.utime(root / "specs" / "a.yaml", (0, 0))


CHANGES: dict[str, tuple[Callable[[Path], None], set[str]]] = {
    "nothing": (lambda _: None, set()),
    "committed": (committed, {"specs/a.yaml"}),
    "staged": (staged, {"specs/a.yaml"}),
    "unstaged": (lambda root: write(root, "specs/a.yaml"), {"specs/a.yaml"}),
    "untracked": (lambda root: write(root, "new/ü \n.yaml"), {"new/ü \n.yaml"}),
    "ignored": (lambda root: write(root, "specs/a.local.mp4"), set()),
    "removed": (lambda root: (root / "specs" / "a.yaml").unlink(), {"specs/a.yaml"}),
    "moved": (moved, {"specs/a.yaml", "specs/z.yaml"}),
    "staged and put back": (staged_and_put_back, {"specs/a.yaml"}),
    "what main did since": (main_went_on, {"specs/a.yaml"}),
    "a new time alone": (touched, set()),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_changed_is(name: str, repository: Path) -> None:
    change, expected = CHANGES[name]
    change(repository)

    assert expected == changed_files(repository, "main")


def test_a_project_within_a_repository_is_told_of_its_own_files(repository: Path) -> None:
    write(repository, "films/specs/d.yaml")
    write(repository, "specs/a.yaml")

    assert {"specs/d.yaml"} == changed_files(repository / "films", "main")


def fresh(tmp_path: Path, *_: Path) -> Path:
    return tmp_path


def empty(tmp_path: Path, *_: Path) -> Path:
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    return tmp_path


def clone(tmp_path: Path, repository: Path, *words: str) -> Path:
    git(tmp_path, "clone", "--quiet", *words, f"file://{repository}", "clone")
    return tmp_path / "clone"


def shallow(tmp_path: Path, repository: Path) -> Path:
    main_went_on(repository)
    cloned = clone(tmp_path, repository, "--depth", "1", "--no-single-branch")
    git(cloned, "branch", "main", "origin/main")
    return cloned


def unrelated(_: Path, repository: Path) -> Path:
    git(repository, "switch", "--quiet", "--orphan", "other")
    commit(repository, "other")
    return repository


def as_it_is(_: Path, repository: Path) -> Path:
    return repository


REFUSED: dict[str, tuple[Callable[[Path, Path], Path], str, str]] = {
    "no repository": (fresh, "main", "needs a git repository, and '"),
    "no commit": (empty, "main", "git knows no revision 'main'"),
    "an unknown revision": (as_it_is, "mian", "git knows no revision 'mian'; fetch it: git fetch"),
    "a branch that only the origin has": (
        clone,
        "main",
        "git knows no revision 'main'; did you mean 'origin/main'?",
    ),
    "a commit before what a shallow clone holds": (
        shallow,
        "HEAD~5",
        "this clone is too shallow to hold 'HEAD~5'; fetch the rest: git fetch --unshallow",
    ),
    "a commit before the first": (
        as_it_is,
        "main~99",
        "the history of 'main' is shorter than 'main~99'; name a commit that it holds",
    ),
    "a commit before an unknown revision": (as_it_is, "mian~1", "fetch it: git fetch origin mian"),
    "a shallow clone": (shallow, "main", "this clone is too shallow to tell where it left 'main'"),
    "nothing in common": (unrelated, "main", "'main' and this branch have no commit in common"),
    "an option": (as_it_is, "--output=x", "'--output=x' names no revision"),
    "nothing at all": (as_it_is, "", "'' names no revision"),
    "a character that ends a word": (as_it_is, "main\0", "names no revision"),
    "a range": (as_it_is, "main..work", "git knows no revision 'main..work'"),
    "a file's content": (as_it_is, "main:specs/a.yaml", "git knows no revision"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_said_what_to_do_about(name: str, repository: Path, tmp_path: Path) -> None:
    place, ref, said = REFUSED[name]
    aside = tmp_path / "aside"
    aside.mkdir()
    where = place(aside, repository)

    with pytest.raises(UsageError) as refused:
        changed_files(where, ref)

    assert said in str(refused.value)


def test_without_git_it_is_said_to_install_it(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(repository))

    with pytest.raises(UsageError, match="asks git, and there is none"):
        changed_files(repository, "main")


HOSTILE = (
    ("core.fsmonitor", "{program}"),
    ("core.hooksPath", "hooks"),
    ("core.pager", "{program}"),
    ("diff.external", "{program}"),
    ("diff.evil.command", "{program}"),
    ("diff.evil.textconv", "{program}"),
    ("filter.evil.clean", "{program}"),
    ("filter.evil.process", "{program}"),
    ("filter.evil.required", "true"),
    ("core.sshCommand", "{program}"),
)


def test_what_a_repository_would_have_git_start_is_not_started(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    witness = repository.parent / "started"
    program = repository.parent / "program"
    program.write_text(f"#!{sys.executable}\nopen({str(witness)!r}, 'a').write('x')\n", "utf-8")
    program.chmod(0o755)
    for name, value in HOSTILE:
        git(repository, "config", name, value.format(program=program))
    write(repository, ".gitattributes", "*.yaml filter=evil diff=evil\n")
    (repository / "hooks").mkdir()
    for hook in ("post-index-change", "fsmonitor-watchman", "pre-auto-gc"):
        shutil.copy(program, repository / "hooks" / hook)
    write(repository, "specs/a.yaml")
    touched_one = repository / "specs" / "b.yaml"
    os.utime(touched_one, (0, 0))
    index = (repository / ".git" / "index").read_bytes()
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", str(program))

    changed = changed_files(repository, "main")

    assert {"specs/a.yaml", ".gitattributes"} == {one for one in changed if "hooks" not in one}
    assert index == (repository / ".git" / "index").read_bytes()
    assert not witness.exists()


def test_a_hook_that_runs_us_does_not_mislead_us(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", "elsewhere")
    monkeypatch.setenv("GIT_WORK_TREE", "/")
    write(repository, "specs/a.yaml")

    assert {"specs/a.yaml"} == changed_files(repository, "main")
