"""A flag weighs more than the environment, that more than seedjob.toml, and a default least."""

from pathlib import Path
from typing import NamedTuple

import pytest

from tests.cli.program import project, seedjob

KEY = {"SEEDJOB_API_KEY": "sk-0123456789"}
NAMED = '[service]\nbase_url = "https://file.example.com"\n'
HASTY = "[run]\npoll_every = 5\n"


class Row(NamedTuple):
    """What is given in each of the three ways, and what comes of it."""

    settings: str = ""
    environment: dict[str, str] = {}  # noqa: RUF012 - read alone
    words: tuple[str, ...] = ()
    code: int = 6
    said: str = "service: https://zcbservice.aizfw.cn/"


ROWS = {
    "nothing": Row(),
    "the file": Row(NAMED, said="service: https://file.example.com/v1/seedance-x1/videos"),
    "the environment": Row(
        NAMED,
        {"SEEDJOB_BASE_URL": "https://env.example.com"},
        said="service: https://env.example.com/v1/",
    ),
    "a flag": Row(
        NAMED,
        {"SEEDJOB_BASE_URL": "https://env.example.com"},
        ("--base-url", "https://flag.example.com"),
        said="service: https://flag.example.com/v1/",
    ),
    "a hasty file": Row(HASTY, code=2, said="--poll-every 5 is too often"),
    "a hasty environment": Row(
        "[run]\npoll_every = 60\n",
        {"SEEDJOB_POLL_EVERY": "6"},
        code=2,
        said="--poll-every 6 is too often",
    ),
    "a calm environment": Row(HASTY, {"SEEDJOB_POLL_EVERY": "45"}),
    "a calm flag": Row(HASTY, {"SEEDJOB_POLL_EVERY": "6"}, ("--poll-every", "45")),
    "an odd environment": Row("", {"SEEDJOB_IN_FLIGHT": "many"}, code=2, said="in-flight"),
    "odd settings": Row("[run]\nin_flight = 0\n", code=2, said="seedjob.toml:2:13: error: '0' is"),
    "odd settings of validate alone": Row("[validate]\nallow = 1\n", code=2, said="is not a list"),
    "strictness": Row("[validate]\nstrict = true\n"),
}


@pytest.mark.parametrize("name", ROWS)
def test_a_run_heeds(name: str, tmp_path: Path) -> None:
    row = ROWS[name]
    root = project(tmp_path / "p")
    (root / "seedjob.toml").write_text(row.settings, "utf-8")

    said = seedjob(root, "run", *row.words, env=KEY | row.environment)

    assert (row.code, True) == (said.code, row.said in said.err), said.err


def test_a_local_run_asks_as_often_as_it_likes(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    (root / "seedjob.toml").write_text("[run]\npoll_every = 3600\nin_flight = 1\n", "utf-8")

    assert 0 == seedjob(root, "run", "--local").code
