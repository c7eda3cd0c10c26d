"""The bounded forms of the long proofs, and that each of them is able to fail."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from tests.proofs import kill, many, secrets, together
from tests.proofs.chances import Chances
from tests.proofs.clients import NAIVE, SEEDJOB
from tests.proofs.forms import FORMS, held
from tests.proofs.judge import Found, judge_end
from tests.proofs.place import Place, answering, prepare, start
from tests.proofs.playback import plays
from tests.proofs.scan import SECRETS, leaks, scan

QUICK = replace(many.TROUBLE, seed=2, renders=0.0)
"""The same trouble, but no two polls in a row without an answer, which would be waited for long."""


def test_runs_that_are_killed_pay_nothing_twice_and_lose_no_id(tmp_path: Path) -> None:
    tally = kill.prove(12, 8, SEEDJOB, seed=1, folder=tmp_path)

    assert Found() == tally.found
    assert tally.kills == 12
    assert tally.jobs - tally.unknown <= tally.creates <= tally.jobs


def test_a_naive_client_that_is_killed_pays_twice_and_loses_ids(tmp_path: Path) -> None:
    place, tally = prepare(tmp_path / "naive", 8), kill.Tally()
    with answering(place, Chances(renders=3.0)) as base:
        batch = kill.Batch(place, NAIVE, base, Random(1), tally)  # noqa: S311 - for moments
        batch.kill(kill.among_creates)
        batch.finish()

    assert tally.kills == 1
    assert tally.found.paid_twice
    assert len(tally.found.paid_twice) == len(tally.found.ids_lost)


def test_of_eight_runs_at_once_one_makes_everything_and_the_others_say_who(tmp_path: Path) -> None:
    played = together.play(tmp_path / "together", 8, 12)

    assert Found() == played.found
    assert together.is_good(played, 12), played.ends
    assert played.ends.total() == 8


def test_jobs_in_much_trouble_are_completed_or_told_to_be_unknown(tmp_path: Path) -> None:
    played = many.play(tmp_path / "many", 60, QUICK)

    assert Found() == played.found
    assert many.is_good(played, 60)
    assert played.unknown > 0
    assert min(played.counts["polls 429"], played.counts["polls broken"]) > 0


def test_a_key_that_is_played_back_is_in_no_byte_that_loud_runs_write(tmp_path: Path) -> None:
    place = secrets.make(tmp_path / "secrets")
    found = secrets.prove(place, brief=True)

    assert Found() == found
    assert len(plays("")) == place.counts()["played back"]
    assert any(b"Fatal Python error" in path.read_bytes() for path in place.said.iterdir())


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("name", SECRETS)
def test_a_scan_finds_a_secret_in_each_form(name: str, form: Callable[[bytes], bytes]) -> None:
    for before in (b"", b"1", b"12"):
        data = b'{"message": "' + before + form(SECRETS[name]) + b'"}\n'
        assert [told for told in leaks(data) if told.startswith(name)]


@pytest.mark.parametrize("name", SECRETS)
def test_a_scan_finds_a_piece_of_a_secret_and_nothing_in_what_is_none(name: str) -> None:
    assert held(SECRETS[name][5:-6], SECRETS[name])
    assert not held(b'{"id": "task-0123456789abcdef", "at": "%2F\\u002f&amp;"}', SECRETS[name])


PLANTED: dict[str, tuple[str, Callable[[Path], object]]] = {
    "torn": ("torn", lambda specs: (specs / "job-00000.manifest.json").write_text('{"man')),
    "of no schema": ("torn", lambda specs: (specs / "job-00000.manifest.json").write_text("{}")),
    "a video cut short": ("wrong_files", lambda specs: (specs / "job-00000.mp4").write_text("x")),
    "a record gone": ("ids_lost", lambda specs: (specs / "job-00000.manifest.json").unlink()),
    "a video gone": ("unfinished", lambda specs: (specs / "job-00000.mp4").unlink()),
    "a draft": ("strays", lambda specs: (specs / ".job-00000.manifest.json.1.draft").touch()),
}


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Run one job to its end."""
    place = prepare(tmp_path_factory.mktemp("done") / "one", 1)
    with answering(place, Chances()) as base:
        start(place, SEEDJOB.command, base).wait()
    return place


@pytest.mark.parametrize(("what", "plant"), PLANTED.values(), ids=PLANTED)
def test_the_judge_tells_what_is_wrong(
    what: str, plant: Callable[[Path], object], done: Place
) -> None:
    before = {path: path.read_bytes() for path in done.specs.iterdir()}
    plant(done.specs)
    named = judge_end(done, SEEDJOB).named()
    for path in done.specs.iterdir():
        path.unlink()
    for path, data in before.items():
        path.write_bytes(data)

    assert named[what]
    assert Found() == judge_end(done, SEEDJOB)


def test_the_scan_reads_every_file_of_a_project_and_its_name(done: Place) -> None:
    assert Found() == scan(done)
    planted = done.project / ".seedjob" / f"{SECRETS['signed link'].decode()}.log"
    planted.write_bytes(SECRETS["key"])
    found = scan(done).leaks
    planted.unlink()

    assert {"key, plain", "signed link, plain"} <= {one.rpartition(": ")[2] for one in found}
