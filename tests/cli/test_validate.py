"""What `validate` makes of warnings, of settings and of colours, as people and programs see it."""

import io
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from seedjob.cli.colour import painter
from seedjob.report.paint import colour, plain
from seedjob.rulebook.book import RULEBOOK
from tests.cli.program import INVALID, VALID, Said, project, seedjob, start

SECRET = VALID.replace("https://", "https://me:secret@")
FAST = VALID.replace("_2_0", "_fast_2_0").replace("480p", "1080p")


def judged(root: Path, settings: str, *words: str, env: dict[str, str] | None = None) -> Said:
    """Judge the specs of a project with these settings."""
    (root / "seedjob.toml").write_text(settings, "utf-8")
    return seedjob(root, "validate", *words, env=env)


TAKES = VALID + "matrix: {take: [1, 2]}\n"
RATIOS = VALID + 'matrix: {ratios: ["16:9", "9:16"]}\n'


STRICT = (
    # spec, settings, flags, exit, what is counted
    (SECRET, "", (), 0, "1 warning"),
    (SECRET, "", ("--strict",), 3, "1 error"),
    (SECRET, "[validate]\nstrict = true\n", (), 3, "1 error"),
    (SECRET, "[validate]\nallow = ['url-credentials']\n", ("--strict",), 0, "no fault"),
    (FAST, "", ("--strict",), 0, "1 notice"),
    (TAKES, "", ("--strict",), 0, "1 notice"),
    (RATIOS, "", ("--strict",), 3, "1 error"),
    (FAST, "[validate]\nallow = ['fast-1080p']\n", (), 0, "no fault"),
    (VALID, "[validate]\nallow = ['fast-1080p']\n", (), 0, "1 warning"),
    (VALID, "[validate]\nallow = ['fast-1080p']\n", ("--strict",), 2, "1 error"),
    (VALID, "[validate]\nallow = ['fast-1080p']\n", ("specs/fox.yaml",), 0, "no fault"),
    (VALID, "[validate]\nallow = ['fast-1080']\n", (), 2, "1 error"),
    (INVALID, "[run]\nin_flight = 0\n", (), 2, "2 errors"),
    (INVALID, "", (), 3, "1 error"),
)


@pytest.mark.parametrize("row", STRICT)
def test_warnings_are_errors_where_somebody_wants_it_so_and_silent_where_allowed(
    row: tuple[str, str, tuple[str, ...], int, str], tmp_path: Path
) -> None:
    spec, settings, words, code, counted = row

    said = judged(project(tmp_path / "p", fox=spec), settings, *words)

    assert (code, f"1 spec checked, {counted}\n") == (said.code, said.err)


def test_settings_stand_in_every_form_beside_the_specs(tmp_path: Path) -> None:
    root = project(tmp_path / "p", fox=INVALID)

    rows = judged(root, "[run]\nin_fligth = 4\n", "--format", "json").data
    assert [("seedjob.toml", 2, 1, "setting-unknown"), ("specs/fox.yaml", 3, 11, "duration")] == [
        (row["file"], row["line"], row["column"], row["rule"]) for row in rows
    ]
    for form in ("github", "sarif", "junit"):
        assert "seedjob.toml" in seedjob(root, "validate", "--format", form).out


def test_github_is_told_where_files_stand_in_the_repository(tmp_path: Path) -> None:
    root = project(tmp_path / "videos", fox=INVALID)
    words = ("validate", "--format")

    for form, file in (("github", "file=videos/specs/fox.yaml,"), ("sarif", '"videos/specs/fox.')):
        said = seedjob(root, *words, form, env={"GITHUB_WORKSPACE": str(tmp_path)})
        assert file in said.out
        elsewhere = seedjob(root, *words, form, env={"GITHUB_WORKSPACE": "/nowhere"})
        assert file.replace("videos/", "") in elsewhere.out


def test_settings_are_judged_as_an_editor_holds_them(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    words = ("validate", "-", "--stdin-filename", "seedjob.toml")

    with start(root, *words, stdin=subprocess.PIPE) as process:
        out, err = process.communicate("[run]\ndeadline = '1h'\n", timeout=60)

    assert 2 == process.returncode
    assert out.startswith("seedjob.toml:2:12: error: the text '1h' is not a time; write")
    assert err == "0 specs checked, 1 error\n"
    assert 0 == seedjob(root, "validate", "seedjob.toml").code


@pytest.mark.parametrize("rule", RULEBOOK)
def test_a_rule_is_explained(rule: str, tmp_path: Path) -> None:
    said = seedjob(tmp_path, "validate", "--explain", rule)

    assert (0, "") == (said.code, said.err)
    assert said.out.startswith(f"{rule} ({RULEBOOK[rule].severity})\n\n")
    assert RULEBOOK[rule].sentence[1:] in said.out


def test_a_rule_that_is_none_is_guessed(tmp_path: Path) -> None:
    said = seedjob(tmp_path, "validate", "--explain", "image-rolle")

    assert (2, "seedjob: 'image-rolle' is no rule; did you mean 'image-role'?\n") == (
        said.code,
        said.err,
    )


class Terminal(io.StringIO):
    """A stream that says of itself what a terminal says."""

    def isatty(self) -> bool:
        return True


COLOURS: tuple[tuple[io.StringIO, str, dict[str, str], bool], ...] = (
    # stream, flag, environment, coloured
    (Terminal(), "auto", {}, True),
    (Terminal(), "auto", {"NO_COLOR": "1"}, False),
    (Terminal(), "auto", {"NO_COLOR": ""}, True),
    (Terminal(), "auto", {"TERM": "dumb"}, False),
    (Terminal(), "never", {"FORCE_COLOR": "1"}, False),
    (io.StringIO(), "auto", {}, False),
    (io.StringIO(), "auto", {"FORCE_COLOR": "1"}, True),
    (io.StringIO(), "auto", {"FORCE_COLOR": "0"}, False),
    (io.StringIO(), "auto", {"CLICOLOR_FORCE": "1"}, True),
    (io.StringIO(), "always", {"NO_COLOR": "1"}, True),
)


@pytest.mark.parametrize(("stream", "when", "environment", "coloured"), COLOURS)
def test_colour_is_for_those_who_want_it(
    stream: io.StringIO, when: str, environment: dict[str, str], *, coloured: bool
) -> None:
    assert (colour if coloured else plain) is painter(stream, when, environment)


def test_a_terminal_is_shown_colour_and_a_pipe_is_not(tmp_path: Path) -> None:
    root = project(tmp_path / "p", fox=INVALID)
    above, below = pty.openpty()

    words = [sys.executable, "-m", "seedjob", "validate"]
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "TERM": "xterm"}
    subprocess.run(words, cwd=root, env=env, stdout=below, stderr=subprocess.DEVNULL, check=False)
    shown = os.read(above, 10_000).decode()

    assert "\x1b[1;31merror:\x1b[0m '3' is not a duration" in shown
    assert "\x1b[1;31m^\x1b[0m" in shown
    assert "\x1b" not in seedjob(root, "validate").out
    assert "\x1b[1;31merror:" in seedjob(root, "validate", "--color", "always").out


def test_a_secret_is_not_shown_once_more(tmp_path: Path) -> None:
    root = project(tmp_path / "p", fox=SECRET, owl="api_key: sk-0123456789\n" + VALID)

    for form in ("text", "json", "github", "sarif", "junit"):
        said = seedjob(root, "validate", "--format", form)
        assert 3 == said.code
        assert "sk-0123456789" not in said.out
        assert "me:secret" not in said.out
