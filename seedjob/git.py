"""A revision to the files of a project that changed since: the one door to git.

A repository may be a stranger's: what its own configuration would have git start is switched off,
nothing is fetched, and nothing is written.
"""

import os
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from seedjob.errors import UsageError

PATIENCE: Final = 120.0
"""Seconds for which git may take over one question."""

_KEPT: Final = "GIT_CONFIG"
"""Of what the environment tells git, only this stays: a hook's own talks of other folders."""

_QUIET: Final = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",  # the same for a git that does not know the line before
    "LC_ALL": "C",
}

_INERT: Final = ("core.fsmonitor=false", f"core.hooksPath={os.devnull}")

_COMMITTED: Final = ("diff-tree", "-r", "--name-only", "-z", "--relative", "--no-renames")

_ELSE: Final = (
    "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all",
    "--ignore-submodules=dirty",
)  # fmt: skip
"""The one question about a work tree that leaves the index as it is."""

_STEPS: Final = re.compile("[~^]")
"""What counts back from a revision."""

_UNSHALLOW: Final = "fetch the rest: git fetch --unshallow (actions/checkout: fetch-depth: 0)"

_OWN_SCOPES: Final = ("local", "worktree")
"""Where a repository's own configuration stands; what the user and the system say is trusted."""


def changed_files(root: Path, ref: str) -> frozenset[str]:
    """List the files in `root` that differ from where the history of `ref` was left.

    Each by its path from `root`. What is staged, unstaged or untracked counts, what is ignored does
    not; a file that was moved stands by both names. Raises UsageError where git cannot tell.
    """
    if not ref or ref.startswith("-") or not ref.isprintable():
        raise UsageError(f"'{ref}' names no revision; write a branch, a tag or a commit: main")
    git = _Git(root)
    _check_repository(git)
    start = _merge_base(git, ref)
    inert = _Git(root, tuple(_unfiltered(git)))
    committed = git.told(*_COMMITTED, start, "HEAD").split(b"\0")
    names = map(os.fsdecode, (*committed, *_uncommitted(inert)))
    return frozenset(name.rstrip("/") for name in names if name)


def _uncommitted(git: "_Git") -> Iterator[bytes]:
    """List what differs from the last commit; git names it as seen from the whole work tree."""
    prefix = git.told("rev-parse", "--show-prefix").removesuffix(b"\n")
    for entry in git.told(*_ELSE, "--", ".").split(b"\0"):
        yield entry[len("XY ") :].removeprefix(prefix)


@dataclass(frozen=True, slots=True)
class _Git:
    """Asks git about the repository that holds `root`, with `settings` of `name=value`."""

    root: Path
    settings: Sequence[str] = _INERT

    def ask(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        """Ask, and give whatever came of it."""
        settings = [word for one in self.settings for word in ("-c", one)]
        command = ["git", "--no-pager", *settings, "-C", str(self.root), *words]
        try:
            return subprocess.run(  # noqa: S603 - no shell, and no word of these is an option
                command, env=_environment(os.environ), stdin=subprocess.DEVNULL,
                capture_output=True, check=False, timeout=PATIENCE,
            )  # fmt: skip
        except FileNotFoundError as error:
            raise UsageError("--changed-since asks git, and there is none; install it") from error
        except subprocess.TimeoutExpired as error:
            raise UsageError(f"git took longer than {PATIENCE:g} s over {words[0]}") from error
        except OSError as error:
            raise UsageError(f"git cannot be started: {error.strerror}") from error

    def told(self, *words: str) -> bytes:
        """Give what git tells; raise UsageError where it refuses."""
        done = self.ask(*words)
        if done.returncode:
            raise UsageError(f"git {words[0]} failed: {_first_line(done.stderr)}")
        return done.stdout

    def commit(self, ref: str) -> str | None:
        """Find the commit of that name."""
        done = self.ask("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
        return None if done.returncode else done.stdout.decode("ascii").strip()


def _environment(given: Mapping[str, str]) -> dict[str, str]:
    """Keep of git's own variables those that configure it, as CI does to trust a folder."""
    kept = {
        name: value
        for name, value in given.items()
        if not name.startswith("GIT_") or name.startswith(_KEPT)
    }
    return kept | _QUIET


def _check_repository(git: _Git) -> None:
    done = git.ask("rev-parse", "--is-inside-work-tree")
    if done.stdout.strip() == b"true":
        return
    said = _first_line(done.stderr)
    if "dubious ownership" in said:
        trust = f"git config --global --add safe.directory '{git.root}'"
        raise UsageError(
            f"git does not trust a folder that somebody else owns; to trust it: {trust}"
        )
    if done.returncode and "not a git repository" not in said:
        raise UsageError(f"git cannot read this repository: {said}")
    raise UsageError(f"--changed-since needs a git repository, and '{git.root}' lies in none")


def _merge_base(git: _Git, ref: str) -> str:
    theirs, ours = git.commit(ref), git.commit("HEAD")
    if theirs is None:
        raise UsageError(_unknown(git, ref))
    if ours is None:
        raise UsageError("this repository has no commit yet; leave out --changed-since")
    done = git.ask("merge-base", ours, theirs)
    if not done.returncode:
        return done.stdout.decode("ascii").split()[0]
    if _is_shallow(git):
        raise UsageError(f"this clone is too shallow to tell where it left '{ref}'; {_UNSHALLOW}")
    raise UsageError(f"'{ref}' and this branch have no commit in common; name another revision")


def _unknown(git: _Git, ref: str) -> str:
    if git.commit(f"refs/remotes/origin/{ref}"):
        return f"git knows no revision '{ref}'; did you mean 'origin/{ref}'?"
    start = _STEPS.split(ref)[0]
    if start != ref and git.commit(start or "HEAD"):
        return _too_far(git, ref, start)
    branch = start.removeprefix("origin/")
    return f"git knows no revision '{ref}'; fetch it: git fetch origin {branch}"


def _too_far(git: _Git, ref: str, start: str) -> str:
    """Say that the history that is here ends before a revision that is counted back."""
    if _is_shallow(git):
        return f"this clone is too shallow to hold '{ref}'; {_UNSHALLOW}"
    return f"the history of '{start}' is shorter than '{ref}'; name a commit that it holds"


def _is_shallow(git: _Git) -> bool:
    return git.told("rev-parse", "--is-shallow-repository").strip() == b"true"


def _unfiltered(git: _Git) -> Iterator[str]:
    """Switch off the programs that the repository's own configuration filters files with."""
    yield from git.settings
    listed = git.ask("config", "--show-scope", "--name-only", "-z", "--get-regexp", r"^filter\.")
    told = listed.stdout.decode("utf-8", "surrogateescape").split("\0")
    for scope, name in zip(told[::2], told[1::2], strict=False):
        if scope in _OWN_SCOPES and "=" not in name:
            yield f"{name}={'false' if name.endswith('.required') else ''}"
        elif scope in _OWN_SCOPES:
            raise UsageError(
                f"git cannot be kept from the program of '{name}'; remove that setting"
            )


def _first_line(said: bytes) -> str:
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return lines[0] if lines else "it says nothing"
