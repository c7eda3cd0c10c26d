"""A spec that is edited and then edited back: what was paid for it is had again, for nothing."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from seedjob.manifest import timestamp
from tests.cli.gateway import Elsewhere, elsewhere
from tests.cli.program import VALID, creates, project, seedjob
from tests.cli.test_plan import actions, plan, run

OWL = VALID.replace("A fox", "An owl")
DAY = timedelta(hours=24)


@pytest.fixture
def gateway() -> Iterator[Elsewhere]:
    with elsewhere() as gateway:
        yield gateway


@pytest.fixture
def root(gateway: Elsewhere, tmp_path: Path) -> Path:
    """Make a fox and then an owl of it, each with a video of its own, and edit it back."""
    root = project(tmp_path / "p")
    for name, text in {"fox": VALID, "owl": OWL}.items():
        (root / "specs" / "fox.yaml").write_text(text)
        serve(gateway, name)
        assert run(root, gateway).code == 0
    (root / "specs" / "fox.yaml").write_text(VALID)
    serve(gateway, "fox")
    assert gateway.creates == 2
    return root


def serve(gateway: Elsewhere, name: str) -> None:
    gateway.tells = {"video_url": f"{gateway.media}/own/{name}.mp4"}


def record(root: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((root / "specs" / "fox.manifest.json").read_text())
    return told


def is_whole(root: Path) -> bool:
    """Tell whether the video is the one that its record tells of."""
    video = sha256((root / "specs" / "fox.mp4").read_bytes()).hexdigest()
    return [video] == [output["sha256"] for output in record(root)["outputs"]]


def aged(root: Path, since: timedelta) -> None:
    """Let what was made first have been finished so long ago."""
    told = record(root)
    told["replaced"][0]["task"]["finished_at"] = timestamp(datetime.now(UTC) - since)
    (root / "specs" / "fox.manifest.json").write_text(json.dumps(told))


def test_within_a_day_its_old_video_is_fetched_again(root: Path, gateway: Elsewhere) -> None:
    owl = record(root)
    ((action, reasons),) = actions(root).values()

    done = run(root, gateway)

    fox = record(root)
    assert (action, done.code, gateway.creates) == ("fetch", 0, 2)
    assert "before it was changed: the service has it yet" in reasons[0]
    assert (fox["task"]["id"], owl["task"]) == ("video/1 1", fox["replaced"][0]["task"])
    assert is_whole(root)
    assert ("skip", ["done"]) == actions(root)["specs/fox"]


def test_to_and_fro_buys_nothing_more(root: Path, gateway: Elsewhere) -> None:
    for name, text in {"fox": VALID, "owl": OWL, "fox again": VALID}.items():
        (root / "specs" / "fox.yaml").write_text(text)
        serve(gateway, name.split()[0])

        assert (0, 2) == (run(root, gateway).code, gateway.creates), name
        assert is_whole(root), name
    assert len(record(root)["replaced"]) == 1


def test_after_a_day_the_plan_says_when_it_was_made(root: Path, gateway: Elsewhere) -> None:
    aged(root, DAY + timedelta(minutes=1))

    ((action, reasons),) = actions(root).values()

    assert action == "create"
    assert "put that video back, and it is done" in reasons[-1]
    assert (0, 3) == (run(root, gateway).code, gateway.creates)


@pytest.mark.parametrize("ending", ["failed", "processing"])
def test_what_does_not_come_leaves_record_and_video_as_they_were(
    ending: str, root: Path, gateway: Elsewhere
) -> None:
    before = record(root)
    gateway.tells = {"status": ending, "video_url": None}

    done = run(root, gateway, "--yes", "--deadline", "0.1")

    assert done.code in {4, 5}
    assert gateway.creates == 2
    assert before == record(root)
    assert is_whole(root)


def test_a_run_that_was_killed_after_the_video_came_is_taken_up(
    root: Path, gateway: Elsewhere
) -> None:
    owl = (root / "specs" / "fox.manifest.json").read_bytes()
    run(root, gateway)
    (root / "specs" / "fox.manifest.json").write_bytes(owl)

    assert (0, 2) == (run(root, gateway).code, gateway.creates)
    assert record(root)["task"]["id"] == "video/1 1"
    assert is_whole(root)


def test_a_plan_of_it_holds_until_its_record_changes(root: Path, gateway: Elsewhere) -> None:
    plan(root, "--base-url", gateway.base, "--out", "p.json")
    told = (root / "p.json").read_text()

    assert (0, 2) == (run(root, gateway, "--plan", "p.json").code, gateway.creates)
    (root / "p.json").write_text(told)
    assert run(root, gateway, "--plan", "p.json").code == 6


def test_a_preview_is_made_again(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    for made, text in enumerate((VALID, OWL, VALID), 1):
        (root / "specs" / "fox.yaml").write_text(text)

        assert seedjob(root, "run", "--local", "--service-speed", "50").code == 0
        assert made == creates(root)


SAID = "specs/fox was made from this very request before it was changed"


def test_what_is_asked_to_be_retried_takes_what_another_one_has_of_it(
    root: Path, gateway: Elsewhere
) -> None:
    """A video that an edited job is about to give up may be what a failed one asks for."""
    (root / "specs" / "fox.yaml").write_text(OWL)
    serve(gateway, "owl")
    run(root, gateway)
    (root / "specs" / "owl.yaml").write_text(VALID.replace("A fox", "A hen"))
    gateway.create_status, gateway.create_reply = 400, {"error": {"message": "no hens"}}
    run(root, gateway)
    told = json.loads((root / "specs" / "owl.manifest.json").read_text())
    fox = record(root)
    (root / "specs" / "owl.yaml").write_text(OWL)
    (root / "specs" / "owl.manifest.json").write_text(
        json.dumps(told | {"fingerprint": fox["fingerprint"], "request": fox["request"]})
    )
    (root / "specs" / "fox.yaml").write_text(VALID.replace("A fox", "A cat"))

    taken = actions(root, "--retry", "failed")["specs/owl"]

    assert ("skip", ["moved from specs/fox", "done"]) == taken
