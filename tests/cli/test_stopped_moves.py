"""Moves that were killed, and then names changed again: each video still comes to its record."""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import pytest

from tests.cli.gateway import elsewhere
from tests.cli.program import VALID, project
from tests.cli.test_plan import WOLF, run
from tests.cli.test_swaps import (
    MOST_WITHOUT_A_MOVE,
    Stage,
    change,
    is_creating,
    killed,
    litter,
    of,
    prompt,
    records,
    records_of,
    rename,
    steps,
    told,
)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with elsewhere() as gateway:
        yield Stage(gateway, tmp_path_factory.mktemp("made"))


def write(root: Path, **animals: str) -> None:
    for job, animal in animals.items():
        path = root / "specs" / f"{job}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(of(animal))


def says(root: Path, job: str, name: str) -> None:
    """Let a record say that it goes to another place: so much was done when the run was killed."""
    outputs = told(root / "specs" / f"{job}.manifest.json")["outputs"]
    outputs = [output | {"path": f"{Path(name).name}.mp4"} for output in outputs]
    change(root, job, job=name, outputs=outputs)


def lies(root: Path, job: str, at: str) -> None:
    """Let a job's video lie at another place, where a move left it."""
    place = root / "specs" / f"{at}.mp4"
    place.parent.mkdir(exist_ok=True)
    (root / "specs" / f"{job}.mp4").rename(place)


@dataclass(frozen=True)
class Stop:
    """What lies where after a kill and a change, what of it is run, and what each place has then.

    In the beginning there are an ant, a fox and a wolf, each done.
    """

    before: Callable[[Path], None]
    words: tuple[str, ...] = ()
    end: Mapping[str, str] = field(default_factory=dict)
    creates: int = 0


def _ahead(root: Path) -> None:
    says(root, "fox", "gnu")
    lies(root, "fox", "gnu")
    write(root, gnu="gnu")


def _ahead_and_edited(root: Path) -> None:
    _ahead(root)
    write(root, fox="red fox")


def _in_a_circle(root: Path) -> None:
    """Fox and wolf were to change places, and all but the records did."""
    says(root, "fox", "wolf")
    says(root, "wolf", "fox")
    lies(root, "wolf", "~wolf")
    lies(root, "fox", "wolf")
    lies(root, "~wolf", "fox")


def _in_a_circle_and_edited(root: Path) -> None:
    _in_a_circle(root)
    write(root, fox="red fox")


def _aside_and_edited(root: Path) -> None:
    says(root, "fox", "wolf")
    lies(root, "fox", "~fox")
    write(root, fox="red fox")


def _in_another_folder(root: Path) -> None:
    says(root, "fox", "d/owl")
    lies(root, "fox", "d/owl")
    write(root, **{"d/owl": "owl", "fox": "red fox"})


def _of_one_name(root: Path) -> None:
    """Let a video have gone to a job of the same name in another folder, and another one come."""
    says(root, "fox", "d/fox")
    lies(root, "fox", "d/fox")
    says(root, "wolf", "fox")
    lies(root, "wolf", "fox")


def _in_a_row(root: Path) -> None:
    """Let a video that is in a new job's way have its home where another one lies."""
    _ahead(root)
    says(root, "wolf", "fox")
    lies(root, "wolf", "fox")


def _by_hand(root: Path) -> None:
    lies(root, "fox", "gnu")
    write(root, gnu="gnu")


OTHERS = {"ant": "ant", "wolf": "wolf"}
STOPS = {
    "a new job where the video went, its origin as it was": Stop(
        _ahead, (), OTHERS | {"fox": "fox", "gnu": "gnu"}, 1
    ),
    "a new job where the video went, its origin edited": Stop(
        _ahead_and_edited, (), OTHERS | {"fox": "red fox", "gnu": "gnu"}, 2
    ),
    "that new job alone": Stop(
        _ahead_and_edited, ("--job", "gnu"), OTHERS | {"fox": "fox", "gnu": "gnu"}, 1
    ),
    "that new job alone, where the next one's video lies": Stop(
        _in_a_row, ("--job", "gnu"), OTHERS | {"fox": "fox", "gnu": "gnu"}, 1
    ),
    "a new job in another folder, that folder alone": Stop(
        _in_another_folder, ("specs/d",), OTHERS | {"fox": "fox", "d/owl": "owl"}, 1
    ),
    "videos of one name in two folders, and back": Stop(_of_one_name, (), OTHERS | {"fox": "fox"}),
    "videos of one name in two folders, and one alone": Stop(
        _of_one_name, ("--job", "fox"), OTHERS | {"fox": "fox"}
    ),
    "videos that changed places, and back": Stop(_in_a_circle, (), OTHERS | {"fox": "fox"}),
    "videos that changed places, and one alone": Stop(
        _in_a_circle, ("--job", "fox"), OTHERS | {"fox": "fox"}
    ),
    "videos that changed places, and one that was edited": Stop(
        _in_a_circle_and_edited, (), OTHERS | {"fox": "red fox"}, 1
    ),
    "videos that changed places, and one that was edited, alone": Stop(
        _in_a_circle_and_edited, ("--job", "fox"), OTHERS | {"fox": "red fox"}, 1
    ),
    "a video put aside, and its job edited": Stop(
        _aside_and_edited, (), OTHERS | {"fox": "red fox"}, 1
    ),
    "a video put aside, and another job alone": Stop(
        _aside_and_edited, ("--job", "ant"), OTHERS | {"fox": "fox"}
    ),
    "a video that a person renamed to a new job's": Stop(
        _by_hand, ("--job", "gnu"), OTHERS | {"fox": "fox", "gnu": "gnu"}, 1
    ),
}


@pytest.mark.parametrize("name", STOPS)
def test_a_video_in_anothers_way_goes_home(name: str, stage: Stage, tmp_path: Path) -> None:
    stop, gateway = STOPS[name], stage.gateway
    root = stage.copy(tmp_path / "p")
    stop.before(root)
    downloads = len(gateway.downloads)

    done = run(root, gateway, "--yes", *stop.words)

    assert (0, stop.creates) == (done.code, gateway.creates), done.err
    assert stop.creates == len(gateway.downloads) - downloads
    assert stop.end == at_home(root)
    assert [] == litter(root, stop.end)


def at_home(root: Path) -> dict[str, str]:
    """Tell what each record was paid for, by its place, and hold that its video lies beside it."""
    found: dict[str, str] = {}
    for path in sorted((root / "specs").rglob("*.manifest.json")):
        job = path.relative_to(root / "specs").as_posix().removesuffix(".manifest.json")
        (output,) = told(path)["outputs"]
        video = (root / "specs" / f"{job}.mp4").read_bytes()
        assert output["sha256"] == sha256(video).hexdigest(), job
        found[job] = prompt(root, job)
    return found


@pytest.mark.parametrize("place", ["bear", "d/bear"])
@pytest.mark.parametrize("then", ["as it was said", "back", "a new job there"])
def test_a_video_that_no_record_knows_yet_goes_along(
    place: str, then: str, stage: Stage, tmp_path: Path
) -> None:
    """It came just before a kill, and the next one came between it and its record on their way."""
    gateway = stage.gateway
    root = stage.copy(tmp_path / "p")
    change(root, "fox", state="submitted", outputs=[], job=place)
    lies(root, "fox", place)
    if then == "as it was said":
        rename(root, fox=place)
    elif then == "a new job there":
        write(root, **{place: "bear"})
    end = OTHERS | ({place: "fox"} if then == "as it was said" else {"fox": "fox"})
    end |= {place: "bear"} if then == "a new job there" else {}

    done = run(root, gateway)

    assert (0, len(end) - 3) == (done.code, gateway.creates), done.err
    assert (end, []) == (records(root), litter(root, end))


def test_a_copy_of_a_video_in_anothers_way_stays(stage: Stage, tmp_path: Path) -> None:
    """Its record has its own, so that nobody can tell what this one is for."""
    gateway = stage.gateway
    root = stage.copy(tmp_path / "p")
    shutil.copy(root / "specs" / "fox.mp4", root / "specs" / "gnu.mp4")
    write(root, gnu="gnu")
    before = records_of(root)

    said = run(root, gateway, "--yes", "--job", "gnu")

    assert (2, 0) == (said.code, gateway.creates)
    assert "gnu.mp4 is there and no manifest tells of it" in said.err
    assert before == records_of(root)
    assert (root / "specs" / "fox.mp4").read_bytes() == (root / "specs" / "gnu.mp4").read_bytes()


@pytest.mark.parametrize("at", ["archive/fox", "archive/best", "best"])
def test_a_video_that_a_person_put_away_stays_there(at: str, stage: Stage, tmp_path: Path) -> None:
    gateway = stage.gateway
    root = stage.copy(tmp_path / "p")
    gateway.tells = {"video_url": f"{gateway.media}/own/specs/fox.mp4"}
    lies(root, "fox", at)
    away = root / "specs" / f"{at}.mp4"

    done = run(root, gateway)

    assert (0, 0) == (done.code, gateway.creates), done.err
    assert (root / "specs" / "fox.mp4").read_bytes() == away.read_bytes()


def test_a_video_stopped_in_a_folder_is_found_after_a_kill_of_the_next_move(
    stage: Stage, tmp_path: Path
) -> None:
    """The record says another name by then, and no job and no record is where its video lies."""
    gateway = stage.gateway
    start = stage.copy(tmp_path / "p")
    says(start, "fox", "d/owl")
    lies(start, "fox", "d/owl")
    rename(start, fox="bear")
    end = OTHERS | {"bear": "fox"}
    downloads = len(gateway.downloads)
    for step in steps():
        root = Path(shutil.copytree(start, tmp_path / str(step)))
        dead = killed(root, gateway, step)

        done = run(root, gateway)

        assert (0, 0) == (done.code, gateway.creates), (step, done.err)
        assert (end, []) == (records(root), litter(root, end)), step
        assert downloads == len(gateway.downloads), step
        if not dead:
            break
    assert step > MOST_WITHOUT_A_MOVE


def test_what_nobody_asks_for_any_more_comes_home_too(stage: Stage, tmp_path: Path) -> None:
    gateway = stage.gateway
    root = stage.copy(tmp_path / "p")
    says(root, "fox", "d/owl")
    lies(root, "fox", "d/owl")
    (root / "specs" / "fox.yaml").unlink()

    done = run(root, gateway)

    assert (0, 0) == (done.code, gateway.creates), done.err
    assert (OTHERS | {"fox": "fox"}, []) == (records(root), litter(root, ("fox", *OTHERS)))


def test_what_was_made_before_is_not_put_in_the_place_of_a_video_that_is_gone(
    stage: Stage, tmp_path: Path
) -> None:
    gateway = stage.gateway
    root = stage.copy(tmp_path / "p")
    (output,) = told(root / "specs" / "fox.manifest.json")["outputs"]
    task = told(root / "specs" / "fox.manifest.json")["task"] | {"id": "t-before"}
    video = root / "specs" / "~fox.mp4"
    video.write_bytes(b"before")
    old = output | {"sha256": sha256(b"before").hexdigest(), "bytes": 6}
    before = {"fingerprint": "0" * 64, "state": "completed", "task": task, "outputs": [old]}
    change(root, "fox", replaced=[before])
    lies(root, "fox", "gone")
    gateway.ask_status = 404

    run(root, gateway, "--yes", "--deadline", "0.1")  # it is not found, and that is borne

    gateway.ask_status = 200
    assert b"before" == video.read_bytes()
    assert not (root / "specs" / "fox.mp4").exists()


def test_two_kills_and_two_changes_lose_nothing(stage: Stage, tmp_path: Path) -> None:
    """The second change takes a name away that the first one gave, and gives it to a new job."""
    gateway = stage.gateway
    start = stage.copy(tmp_path / "p")
    rename(start, fox="wolf", wolf="fox")
    end = {"ant": "ant", "bear": "fox", "fox": "wolf", "wolf": "gnu"}
    for step in steps():
        root = Path(shutil.copytree(start, tmp_path / str(step)))
        gateway.api.clear()
        dead = killed(root, gateway, step)
        rename(root, wolf="bear")
        write(root, wolf="gnu")
        killed(root, gateway, step // 2)
        if is_creating(root) or gateway.creates:  # all is in its place
            break

        done = run(root, gateway)

        assert (0, 1) == (done.code, gateway.creates), (step, done.err)
        assert (end, []) == (records(root), litter(root, end)), step
        assert dead
    assert step > MOST_WITHOUT_A_MOVE


def test_a_part_of_what_was_stopped_is_told_what_to_run_besides(tmp_path: Path) -> None:
    root = project(tmp_path / "p", a=VALID, b=WOLF)
    with elsewhere() as gateway:
        run(root, gateway)
        path = root / "specs" / "a.manifest.json"
        known = json.loads(path.read_text())
        path.write_text(json.dumps(known | {"job": "b", "spec": "b.yaml"}))

        part = run(root, gateway, "specs/a.yaml", "--yes")

        assert 2 == part.code
        assert "was on its way to another job when a run was stopped: run b.yaml" in part.err
        assert (0, 2) == (run(root, gateway).code, gateway.creates)
