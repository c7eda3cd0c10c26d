"""What one job was made from before it changed, another one may have: it is paid for."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from seedjob.manifest import timestamp
from tests.cli.gateway import Elsewhere, elsewhere
from tests.cli.program import VALID, project, seedjob
from tests.cli.test_plan import actions, run

OWL = VALID.replace("A fox", "An owl")
CAT = VALID.replace("A fox", "A cat")
PRICED = """\
[prices]
currency = "USD"
[prices.seedance_2_0_x1_official]
"480p" = { per_task = "1.00" }
[budget]
total = "4.00"
"""
SAID = "specs/fox was made from this very request before it was changed"


@pytest.fixture
def gateway() -> Iterator[Elsewhere]:
    with elsewhere() as gateway:
        yield gateway


@pytest.fixture
def root(gateway: Elsewhere, tmp_path: Path) -> Path:
    """Make a fox, and then an owl of it; the service has both videos yet."""
    root = project(tmp_path / "p")
    for name, text in {"owl": VALID, "fox": OWL}.items():
        write(root, fox=text)
        serve(gateway, name)
        assert run(root, gateway).code == 0
    assert gateway.creates == 2
    return root


def serve(gateway: Elsewhere, name: str) -> None:
    gateway.tells = {"video_url": f"{gateway.media}/own/{name}.mp4"}


def record(root: Path, job: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((root / "specs" / f"{job}.manifest.json").read_text())
    return told


def tasks(root: Path) -> dict[str, str]:
    """Tell which task each record tells of; hold that it is of the video that lies beside it."""
    found = {}
    for path in (root / "specs").rglob("*.manifest.json"):
        told = json.loads(path.read_text())
        (made,) = told["outputs"]
        assert sha256(path.with_name(made["path"]).read_bytes()).hexdigest() == made["sha256"]
        assert told["state"] == "completed"
        found[path.relative_to(root / "specs").as_posix().split(".")[0]] = told["task"]["id"]
    return found


def write(root: Path, **texts: str) -> None:
    for name, text in texts.items():
        (root / "specs" / f"{name}.yaml").write_text(text)


@pytest.mark.parametrize("words", [(), ("--job", "old"), ("specs/old.yaml",)])
def test_a_job_of_the_earlier_request_has_its_video_fetched(
    words: tuple[str, ...], root: Path, gateway: Elsewhere
) -> None:
    write(root, old=VALID)
    action, reasons = actions(root, *words)["specs/old"]

    done = run(root, gateway, *(words or ()), "--yes")

    assert "fetch" == action
    assert "before specs/fox was changed: the service has it yet" in reasons[0]
    assert (0, 2) == (done.code, gateway.creates)
    assert {"fox": "video/2 1", "old": "video/1 1"} == tasks(root)
    assert ("skip", ["done"]) == actions(root)["specs/old"]


def test_a_job_that_changed_back_and_got_a_new_name_at_once_buys_nothing(
    root: Path, gateway: Elsewhere
) -> None:
    (root / "specs" / "fox.yaml").unlink()
    write(root, wolf=VALID)

    assert (0, 2) == (run(root, gateway).code, gateway.creates)
    assert {"fox": "video/2 1", "wolf": "video/1 1"} == tasks(root)


def test_one_that_changed_back_leaves_its_newer_video_to_who_asks_for_that(
    root: Path, gateway: Elsewhere
) -> None:
    write(root, fox=VALID, owl=OWL)

    assert {"specs/fox": "fetch", "specs/owl": "skip"} == {
        job: action for job, (action, _) in actions(root).items()
    }
    assert (0, 2) == (run(root, gateway).code, gateway.creates)
    assert {"fox": "video/1 1", "owl": "video/2 1"} == tasks(root)


def test_the_only_copy_of_a_newer_video_goes_along_with_its_record(
    root: Path, gateway: Elsewhere
) -> None:
    """The service has it no more."""
    told = record(root, "fox")
    told["task"]["finished_at"] = timestamp(datetime.now(UTC) - timedelta(hours=99))
    (root / "specs" / "fox.manifest.json").write_text(json.dumps(told))
    write(root, fox=VALID, owl=OWL)

    assert (0, 2) == (run(root, gateway).code, gateway.creates)
    assert {"fox": "video/1 1", "owl": "video/2 1"} == tasks(root)


def test_the_plan_says_that_a_video_takes_the_place_of_another(
    root: Path, gateway: Elsewhere
) -> None:
    write(root, cat=CAT)
    run(root, gateway)
    write(root, cat=VALID)

    action, reasons = actions(root)["specs/cat"]

    assert ("fetch", "it takes the place of the video of now") == (action, reasons[-1])


def test_the_record_of_another_spec_of_the_same_name_is_in_nobodys_way(
    root: Path, gateway: Elsewhere
) -> None:
    write(root, a=f"name: cat\n{CAT}")
    run(root, gateway)
    write(root, b=f"name: cat\n{VALID}")

    done = run(root, gateway, "specs/b.yaml", "specs/fox.yaml", "--yes")

    assert (2, 3) == (done.code, gateway.creates)
    assert "taken by a.yaml" in done.err
    assert {"fox": "video/2 1", "cat": "video/3 1"} == tasks(root)


def test_of_two_copies_of_a_record_one_has_the_earlier_video(root: Path) -> None:
    told = record(root, "fox")
    (root / "specs" / "twin.manifest.json").write_text(
        json.dumps(told | {"job": "twin", "spec": "twin.yaml"})
    )
    write(root, fox=VALID, twin=VALID)

    assert ["create", "fetch"] == sorted(action for action, _ in actions(root).values())


def test_a_job_that_changes_into_it_keeps_what_it_was_itself(
    root: Path, gateway: Elsewhere
) -> None:
    write(root, cat=CAT)
    run(root, gateway)
    write(root, cat=VALID)

    assert (0, 3) == (run(root, gateway).code, gateway.creates)
    assert {"fox": "video/2 1", "cat": "video/1 1"} == tasks(root)
    assert ["video/3 1"] == [old["task"]["id"] for old in record(root, "cat")["replaced"]]


def test_of_two_takes_of_it_one_is_made_anew(root: Path, gateway: Elsewhere) -> None:
    write(root, one=VALID, two=VALID)

    assert (0, 3) == (run(root, gateway).code, gateway.creates)
    assert {"fox": "video/2 1", "one": "video/1 1", "two": "video/3 1"} == tasks(root)


def test_what_another_job_has_by_now_is_not_given_away_again(
    root: Path, gateway: Elsewhere
) -> None:
    write(root, old=VALID)
    run(root, gateway)
    write(root, fox=VALID)

    assert "create" == actions(root)["specs/fox"][0]
    assert "create" == actions(root, "--job", "fox")["specs/fox"][0]


def test_after_a_day_the_plan_says_whose_it_was(root: Path, gateway: Elsewhere) -> None:
    aged(root)
    write(root, old=VALID)

    assert ("create", ["new", SAID]) == actions(root)["specs/old"]
    assert (0, 3) == (run(root, gateway).code, gateway.creates)


def aged(root: Path) -> None:
    """Let what was made first have been finished over a day ago."""
    told = record(root, "fox")
    finished = timestamp(datetime.now(UTC) - timedelta(hours=24, minutes=1))
    told["replaced"][0]["task"]["finished_at"] = finished
    (root / "specs" / "fox.manifest.json").write_text(json.dumps(told))


@pytest.mark.parametrize("name", ["old", "sub/fox"])
def test_a_file_of_peoples_own_in_its_place_stays(
    name: str, root: Path, gateway: Elsewhere
) -> None:
    (root / "specs" / "sub").mkdir()
    write(root, **{name: VALID})
    (root / "specs" / f"{name}.mp4").write_bytes(b"mine")

    done = run(root, gateway)

    assert (2, b"mine") == (done.code, (root / "specs" / f"{name}.mp4").read_bytes())
    assert f"{name}.mp4 is there and no manifest tells of it" in done.err


def test_its_video_in_the_place_is_all_that_it_takes(root: Path, gateway: Elsewhere) -> None:
    """A person kept it, or a run was killed before it wrote the record."""
    write(root, old=VALID)
    serve(gateway, "owl")
    run(root, gateway)
    aged(root)
    (root / "specs" / "old.manifest.json").unlink()

    assert ("skip", ["done before specs/fox was changed"]) == actions(root)["specs/old"]
    assert (0, 2) == (run(root, gateway).code, gateway.creates)
    assert {"fox": "video/2 1", "old": "video/1 1"} == tasks(root)


def test_what_does_not_come_leaves_no_record(root: Path, gateway: Elsewhere) -> None:
    write(root, old=VALID)
    gateway.tells = {"status": "failed", "video_url": None}

    assert 4 == run(root, gateway).code
    assert not (root / "specs" / "old.manifest.json").exists()
    assert gateway.creates == 2


def test_a_plan_of_it_is_done_as_it_says(root: Path, gateway: Elsewhere) -> None:
    write(root, old=VALID)
    assert seedjob(root, "plan", "--base-url", gateway.base, "--out", "p.json").code == 0

    assert (0, 2) == (run(root, gateway, "--plan", "p.json").code, gateway.creates)
    assert "video/1 1" == tasks(root)["old"]


def test_the_budget_counts_its_task_once(root: Path, gateway: Elsewhere) -> None:
    write(root, old=VALID)
    run(root, gateway)
    (root / "seedjob.toml").write_text(PRICED)

    write(root, cat=CAT)

    told = seedjob(root, "plan")

    assert "budget.total: 3.00 of 4.00 USD spent\n1 of 1 creates fit" in told.err


def test_the_budget_counts_what_only_a_copied_record_tells_of(root: Path) -> None:
    """Two branches went on from one record, and both were kept."""
    copy = record(root, "fox")
    copy["replaced"][0]["task"]["id"] = "video/9 1"
    (root / "specs" / "copy.manifest.json").write_text(json.dumps(copy | {"job": "copy"}))
    (root / "seedjob.toml").write_text(PRICED)
    write(root, cat=CAT)

    told = seedjob(root, "plan")

    assert "budget.total: 4.50 of 4.00 USD spent" in told.err


def test_what_was_lost_and_is_asked_to_be_retried_takes_what_lies_paid_elsewhere(
    root: Path, gateway: Elsewhere
) -> None:
    kept = record(root, "fox")
    video = (root / "specs" / "fox.mp4").read_bytes()
    (root / "specs" / "kept").mkdir()
    write(root, **{"kept/a": CAT})
    (root / "specs" / "kept" / "owl.mp4").write_bytes(video)
    kept["outputs"][0]["path"] = "owl.mp4"
    (root / "specs" / "kept" / "owl.manifest.json").write_text(
        json.dumps(kept | {"job": "owl", "spec": "owl.yaml"})
    )
    lost = kept | {"state": "lost", "outputs": [], "replaced": []}
    lost["task"] = kept["task"] | {"id": "gone"}
    lost["error"] = {"kind": "absent", "message": "gone"}
    (root / "specs" / "fox.manifest.json").write_text(
        json.dumps(lost | {"job": "fox", "spec": "fox.yaml"})
    )
    (root / "specs" / "fox.mp4").unlink()

    action, reasons = actions(root, "--retry", "failed")["specs/fox"]

    assert ("skip", "moved from specs/kept/owl") == (action, reasons[0])
    assert run(root, gateway, "--retry", "failed", "--yes").code == 0
    assert gateway.creates == 3, "the cat alone"


@pytest.mark.parametrize("target", ["nowhere", "/etc/hostname"])
def test_a_link_astray_among_the_videos_is_none(
    target: str, root: Path, gateway: Elsewhere
) -> None:
    (root / "specs" / "annexed.mp4").symlink_to(target)
    (root / "specs" / "fox.yaml").rename(root / "specs" / "wolf.yaml")
    (root / "specs" / "fox.mp4").unlink()

    assert (0, 2) == (run(root, gateway).code, gateway.creates)
    assert {"wolf": "video/2 1"} == tasks(root)
