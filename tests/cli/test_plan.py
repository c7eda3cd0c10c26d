"""`plan` tells what `run` would do; a saved one holds or is refused; no changed mind buys twice."""

import fcntl
import json
import os
import pty
import shutil
import struct
import subprocess
import sys
import termios
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from seedjob.manifest import Manifest, timestamp
from seedjob.manifest_text import load
from seedjob.record import Record
from tests.cli.gateway import Elsewhere, elsewhere
from tests.cli.program import VALID, Said, project, seedjob

PICTURE = Path(__file__).parents[2] / "specs" / "media" / "fox-first.png"
LOCAL = VALID.replace("url: https://example.com/fox.png", "path: a.png")
WOLF = VALID.replace("A fox", "A wolf")
COPY = "specs/fox was made from this very request"


def run(root: Path, gateway: Elsewhere, *words: str) -> Said:
    return _live(root, gateway, "run", "--poll-every", "0.05", *(words or ("--yes",)))


def plan(root: Path, *words: str) -> Said:
    return seedjob(root, "plan", *words)


def actions(root: Path, *words: str) -> dict[str, tuple[str, list[str]]]:
    """Tell what a plan says of each job."""
    told = plan(root, "--format", "json", *words)
    assert told.code == 0, told.err
    return {job["job"]: (job["action"], job["reasons"]) for job in told.data["jobs"]}


def record(root: Path, job: str = "fox") -> Record:
    return Record(root / "specs" / f"{job}.manifest.json")


def manifest(root: Path, job: str = "fox") -> Manifest:
    found = load(record(root, job).path)
    assert found is not None
    return found


def edit(root: Path, old: str, new: str, job: str = "fox") -> None:
    path = root / "specs" / f"{job}.yaml"
    path.write_text(path.read_text().replace(old, new))


def test_a_create_that_asks_for_the_same_as_another_is_told_so_and_made(tmp_path: Path) -> None:
    root = project(tmp_path / "p", fox=VALID, twin=f"name: other\n{VALID}", wolf=WOLF)

    assert {
        "specs/fox": ("create", ["new"]),
        "specs/other": ("create", ["new", "asks the same as specs/fox"]),
        "specs/wolf": ("create", ["new"]),
    } == actions(root)
    with elsewhere() as gateway:
        assert "new; asks the same as specs/fox" in run(root, gateway).err
        assert 3 == gateway.creates


def test_a_plan_needs_neither_key_nor_network_and_writes_nothing(tmp_path: Path) -> None:
    root = project(tmp_path / "p", fox=VALID, wolf=WOLF)
    before = sorted(root.rglob("*"))

    assert {"specs/fox": ("create", ["new"]), "specs/wolf": ("create", ["new"])} == actions(root)
    assert before == sorted(root.rglob("*"))


def test_exit_8_says_that_work_is_pending_where_that_was_asked_for(tmp_path: Path) -> None:
    root = project(tmp_path / "p")

    assert plan(root).code == 0
    assert plan(root, "--detailed-exitcode").code == 8
    with elsewhere() as gateway:
        assert run(root, gateway).code == 0
    assert plan(root, "--detailed-exitcode").code == 0


def test_a_saved_plan_is_done_as_it_stands(tmp_path: Path) -> None:
    root = project(tmp_path / "p", fox=VALID, wolf=WOLF)
    with elsewhere() as gateway:
        assert _live(root, gateway, "plan", "--job", "fox", "--out", "p.json").code == 0

        done = run(root, gateway, "--plan", "p.json")

        assert (0, 1) == (done.code, gateway.creates), done.err
    assert not record(root, "wolf").path.exists()


def _spec(root: Path) -> None:
    edit(root, "# seen", "# seen twice")


def _medium(root: Path) -> None:
    (root / "specs" / "a.png").write_bytes(PICTURE.read_bytes() + b"x")


def _manifest(root: Path) -> None:
    path = record(root).path
    path.write_text(path.read_text().replace('"failed"', '"failed" '))


def _settings(root: Path) -> None:
    (root / "seedjob.toml").write_text("[run]\nin_flight = 3\n")


def _prices(root: Path) -> None:
    (root / "seedjob.toml").write_text('[prices]\ncurrency = "USD"\n')


STALE: dict[str, tuple[Callable[[Path], None], str]] = {
    "a spec": (_spec, "specs/fox.yaml has changed"),
    "a medium": (_medium, "a.png has changed"),
    "a manifest": (_manifest, "its manifest has changed"),
    "the settings": (_settings, "seedjob.toml has changed"),
    "the prices": (_prices, "the prices or the budget in seedjob.toml have changed"),
}


@pytest.mark.parametrize("name", STALE)
def test_a_stale_plan_is_refused_with_its_cause(name: str, tmp_path: Path) -> None:
    change, told = STALE[name]
    root = project(tmp_path / "p", fox=f"# seen\n{LOCAL}")
    shutil.copy(PICTURE, root / "specs" / "a.png")
    with elsewhere() as gateway:
        gateway.create_status, gateway.create_reply = 400, {"error": "no"}
        run(root, gateway)
        creates = gateway.creates
        assert _live(root, gateway, "plan", "--retry", "failed", "--out", "p.json").code == 0
        change(root)

        said = run(root, gateway, "--plan", "p.json")

        assert (6, creates) == (said.code, gateway.creates)
    assert f"specs/fox: {told}" in said.err or told in said.err
    assert said.err.count("\n  ") == 1, "one cause, told once"


@pytest.mark.parametrize(
    "words",
    [("specs",), ("--job", "fox"), ("--local",), ("--retry", "failed"), ("--shard", "1/2")],
)
def test_a_plan_stands_alone(words: tuple[str, ...], tmp_path: Path) -> None:
    said = seedjob(project(tmp_path / "p"), "run", "--plan", "p.json", *words)

    assert said.code == 2
    assert "--plan says what is to be done" in said.err


@pytest.mark.parametrize("text", [None, "", "{}", "[]"])
def test_a_file_that_is_no_plan_is_refused(text: str | None, tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    if text is not None:
        (root / "p.json").write_text(text)

    assert seedjob(root, "run", "--plan", "p.json").code == 2


@pytest.mark.parametrize("name", ["fox.yaml", "fox.manifest.json"])
def test_a_plan_is_written_over_no_file_but_a_plan(name: str, tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    with elsewhere() as gateway:
        assert run(root, gateway).code == 0
        before = (root / "specs" / name).read_bytes()

        said = _live(root, gateway, "plan", "--out", f"specs/{name}")
        twice = [_live(root, gateway, "plan", "--out", "p.json").code for _ in range(2)]

    assert (2, before) == (said.code, (root / "specs" / name).read_bytes())
    assert "is there and is no plan" in said.err
    assert [0, 0] == twice


def test_what_is_paid_is_finished_before_what_was_edited_meanwhile(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    with elsewhere() as gateway:
        _rendering(root, gateway)
        edit(root, "duration: 4", "duration: 8")
        action, reasons = actions(root)["specs/fox"]
        assert action == "resume"
        assert "duration 4 → 8 since; what is paid is finished first" in reasons

        first = run(root, gateway)

        assert (5, 1, "completed") == (first.code, gateway.creates, manifest(root).state)
        assert "run again for what has changed" in first.out
        assert ("create", ["duration 4 → 8"]) == actions(root)["specs/fox"]
        assert (0, 2) == (run(root, gateway).code, gateway.creates)
    assert [4] == [4 for old in manifest(root).replaced if old.state == "completed"]


@pytest.mark.parametrize("place", ["renamed", "deeper/fox"])
def test_a_job_that_moved_takes_its_record_and_its_video_along(place: str, tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    with elsewhere() as gateway:
        assert run(root, gateway).code == 0
        video = (root / "specs" / "fox.mp4").read_bytes()
        (root / "specs" / place).parent.mkdir(exist_ok=True)
        (root / "specs" / "fox.yaml").rename(root / "specs" / f"{place}.yaml")
        assert {f"specs/{place}": ("skip", ["moved from specs/fox", "done"])} == actions(root)

        again = run(root, gateway)

        assert (0, 1) == (again.code, gateway.creates), again.err
    assert video == (root / "specs" / f"{place}.mp4").read_bytes()
    assert not record(root).path.exists()
    found = manifest(root, place)
    name = place.rpartition("/")[2]
    assert (name, f"{name}.yaml", [f"{name}.mp4"]) == (
        found.job, found.spec, [output.path for output in found.outputs],
    )  # fmt: skip


def test_a_video_that_moved_before_its_record_did_is_not_missed(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    with elsewhere() as gateway:
        assert run(root, gateway).code == 0
        for ending in ("yaml", "mp4"):
            (root / "specs" / f"fox.{ending}").rename(root / "specs" / f"wolf.{ending}")

        assert {"specs/wolf": ("skip", ["moved from specs/fox", "done"])} == actions(root)
        assert (0, 1) == (run(root, gateway).code, gateway.creates)
    assert manifest(root, "wolf").state == "completed"


def test_a_job_that_moved_while_unknown_still_waits_for_a_person(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    with elsewhere() as gateway:
        gateway.create_status, gateway.create_reply = 500, {"error": "x"}
        assert run(root, gateway).code == 10
        (root / "specs" / "fox.yaml").rename(root / "specs" / "wolf.yaml")

        assert (10, 1) == (run(root, gateway).code, gateway.creates)
    assert manifest(root, "wolf").state == "unknown"


@pytest.mark.parametrize("other", ["ant", "yak"])
def test_of_two_records_of_one_request_the_one_with_the_video_is_taken_over(
    other: str, tmp_path: Path
) -> None:
    root = project(tmp_path / "p")
    with elsewhere() as gateway:
        assert run(root, gateway).code == 0
        settled = {"verdict": "not-created", "at": "2026-01-31T12:00:00Z"}
        told = json.loads(record(root).path.read_text()) | {"state": "failed", "settled": settled}
        told |= {"job": other, "spec": f"{other}.yaml", "outputs": []}
        record(root, other).path.write_text(json.dumps(told))
        (root / "specs" / "fox.yaml").rename(root / "specs" / "wolf.yaml")

        assert {"specs/wolf": ("skip", ["moved from specs/fox", "done"])} == actions(root)


def test_two_jobs_of_one_request_each_take_a_record_along(tmp_path: Path) -> None:
    root = project(tmp_path / "p", fox=VALID, again=VALID)
    with elsewhere() as gateway:
        assert run(root, gateway).code == 0
        for name in ("fox", "again"):
            (root / "specs" / f"{name}.yaml").rename(root / "specs" / f"new-{name}.yaml")

        assert ["skip", "skip"] == [action for action, _ in actions(root).values()]
        assert (0, 2) == (run(root, gateway).code, gateway.creates)


SOURCES = {"rows": "specs/rows.csv", "a text": "specs/look.txt"}


@pytest.mark.parametrize("name", SOURCES)
def test_a_plan_is_stale_by_the_file_of_which_a_changed_job_is_made(
    name: str, tmp_path: Path
) -> None:
    made = VALID.replace("text: A fox", "text_file: look.txt") + "foreach: rows.csv\n"
    root = project(tmp_path / "p", fox=made)
    rows = root / "specs" / "rows.csv"
    rows.write_text("name,look\nday,bright\nnight,dark\n", "utf-8")
    (root / "specs" / "look.txt").write_text("A fox, ${{ row.look }}", "utf-8")
    assert plan(root, "--out", "p.json").code == 0
    file = root / SOURCES[name]
    file.write_text(file.read_text("utf-8").replace("dark", "black").replace("A fox", "An owl"))

    with elsewhere() as gateway:
        done = run(root, gateway, "--plan", "p.json")

    causes = {line.strip() for line in done.err.splitlines() if "has changed" in line}
    jobs = ("day", "night") if name == "a text" else ("night",)
    assert 6 == done.code
    assert {f"specs/fox.{job}: {SOURCES[name]} has changed" for job in jobs} == causes


def test_a_plan_is_stale_where_the_record_changed_that_a_job_takes_over(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    with elsewhere() as gateway:
        assert run(root, gateway).code == 0
        (root / "specs" / "fox.yaml").rename(root / "specs" / "wolf.yaml")
        assert _live(root, gateway, "plan", "--out", "p.json").code == 0
        record(root).path.write_text(record(root).path.read_text().replace("\n", " \n"))

        said = run(root, gateway, "--plan", "p.json")

    assert (6, True) == (said.code, "specs/wolf: its manifest has changed" in said.err)


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_no_line_of_a_plan_is_wider_than_the_terminal_and_a_pipe_gets_all(
    stream: str, tmp_path: Path
) -> None:
    name = "a-name-that-is-long-enough-to-be-cut-on-so-few-columns"
    root = project(tmp_path / "p", fox=f"name: {name}\n{VALID}")
    words = ("plan",) if stream == "stdout" else ("run", "--yes", "--poll-every", "0.05")
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 70, 0, 0))
    with elsewhere() as gateway:
        env = {"SEEDJOB_BASE_URL": gateway.base, "SEEDJOB_API_KEY": "k", "NO_COLOR": "1"}
        piped = seedjob(root, "plan", env=env)
        streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, stream: theirs}
        program = [sys.executable, "-m", "seedjob", *words]
        subprocess.run(program, cwd=root, env=os.environ | env, check=True, **streams)  # type: ignore[call-overload]
    lines = os.read(ours, 1 << 16).decode().splitlines()
    os.close(ours)
    os.close(theirs)

    row = next(line for line in lines if line.startswith("create  "))
    assert (True, True) == ("all with " in "".join(lines), len(row) <= 70)
    assert name in piped.out.splitlines()[0]


def test_a_plan_whose_specs_are_all_gone_is_stale(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    with elsewhere() as gateway:
        assert _live(root, gateway, "plan", "--out", "p.json").code == 0
        (root / "specs" / "fox.yaml").unlink()

        said = run(root, gateway, "--plan", "p.json")

    assert (6, True) == (said.code, "specs/fox.yaml is gone" in said.err)


def test_a_copy_of_a_job_is_a_job_of_its_own(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    with elsewhere() as gateway:
        assert run(root, gateway).code == 0
        shutil.copy(root / "specs" / "fox.yaml", root / "specs" / "copy.yaml")

        assert ("create", ["new", COPY]) == actions(root)["specs/copy"]


def test_what_is_paid_is_finished_though_its_spec_was_removed(tmp_path: Path) -> None:
    root = project(tmp_path / "p", fox=VALID, wolf=WOLF)
    with elsewhere() as gateway:
        _rendering(root, gateway)
        (root / "specs" / "fox.yaml").unlink()
        assert "no spec asks for it any more" in actions(root)["specs/fox"][1]

        done = run(root, gateway)

        assert (0, 2) == (done.code, gateway.creates), done.err
    assert manifest(root).state == "completed"
    assert (root / "specs" / "fox.mp4").exists()


def test_the_last_spec_that_was_removed_leaves_nobody_without_a_paid_video(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    with elsewhere() as gateway:
        _rendering(root, gateway)
        (root / "specs" / "fox.yaml").unlink()
        assert "no spec asks for it" in seedjob(root, "status").out

        done = run(root, gateway)

        assert (0, 1) == (done.code, gateway.creates), done.err
    assert manifest(root).state == "completed"


def test_a_plan_holds_for_paid_work_whose_spec_was_removed(tmp_path: Path) -> None:
    root = project(tmp_path / "p", fox=VALID, wolf=WOLF)
    with elsewhere() as gateway:
        _rendering(root, gateway)
        (root / "specs" / "fox.yaml").unlink()
        assert _live(root, gateway, "plan", "--out", "p.json").code == 0

        done = run(root, gateway, "--plan", "p.json")

        assert (0, 2) == (done.code, gateway.creates), done.err
    assert manifest(root).state == "completed"


@pytest.mark.parametrize(("hours", "action"), [(1, "fetch"), (30, "skip")])
def test_a_video_that_is_not_there_is_fetched_as_long_as_the_service_keeps_it(
    hours: int, action: str, tmp_path: Path
) -> None:
    root = project(tmp_path / "p")
    with elsewhere() as gateway:
        assert run(root, gateway).code == 0
        (root / "specs" / "fox.mp4").unlink()
        then = timestamp(datetime.now(UTC) - timedelta(hours=hours))
        _set_task(root, submitted_at=then, finished_at=then)
        assert actions(root)["specs/fox"][0] == action
        downloads = len(gateway.downloads)

        assert (0, 1) == (run(root, gateway).code, gateway.creates)
        assert (action == "fetch") == (len(gateway.downloads) > downloads)


def test_a_record_that_cannot_be_read_stops_creates_and_no_paid_work(tmp_path: Path) -> None:
    root = project(tmp_path / "p", fox=VALID, new=WOLF, torn=WOLF.replace("wolf", "bear"))
    with elsewhere() as gateway:
        _rendering(root, gateway)
        record(root, "torn").path.write_text("{")

        done = run(root, gateway)

        assert (11, 1) == (done.code, gateway.creates), done.err
    assert manifest(root).state == "completed"
    assert not record(root, "new").path.exists()
    assert plan(root).code == 11
    assert "torn.manifest.json is no manifest" in done.err


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_a_record_of_two_sides_of_a_merge_is_counted_and_told_how_to_mend(
    form: str, tmp_path: Path
) -> None:
    root = project(tmp_path / "p")
    torn = record(root).path
    torn.write_text('{\n<<<<<<< HEAD\n  "job": "fox"\n=======\n  "job": "ox"\n>>>>>>> b\n}\n')

    told = plan(root, "--format", form)

    assert 11 == told.code
    assert "nothing to do" not in told.out
    assert ('"unreadable": 1' if form == "json" else "1 with a record that cannot be") in told.out
    assert (
        f"merge conflict (line 2): take one side whole by `git checkout --ours {torn}`" in told.err
    )


def test_a_plan_refuses_after_it_what_a_run_refuses(tmp_path: Path) -> None:
    root = project(tmp_path / "p", fox=VALID, wolf=WOLF)
    (root / "specs" / "fox.mp4").write_bytes(b"paid for, its manifest lost")

    told = plan(root, "--out", "p.json")
    with elsewhere() as gateway:
        done = run(root, gateway)

    assert (2, 2, 0) == (told.code, done.code, gateway.creates)
    assert told.out.endswith("plan: 2 to create\n")
    assert f"{record(root).path}`; if there never was one, move or remove the video" in told.err
    assert told.err == done.err
    assert not (root / "p.json").exists()


def _set_task(root: Path, **update: Any) -> None:
    path = record(root).path
    told = json.loads(path.read_text())
    told["task"].update(update)
    path.write_text(json.dumps(told))


def _rendering(root: Path, gateway: Elsewhere) -> None:
    """Leave the job's task rendering at the service, paid."""
    gateway.tells = {"status": "processing", "video_url": None}
    run(root, gateway, "--yes", "--deadline", "0.1", "--job", "fox")
    assert manifest(root).state == "submitted"
    gateway.tells = {}


def _live(root: Path, gateway: Elsewhere, *words: str) -> Said:
    env = {"SEEDJOB_BASE_URL": gateway.base, "SEEDJOB_API_KEY": "k"}
    return seedjob(root, *words, env=env)
