"""Jobs that change names among each other: every record and video ends with its own job, once."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from seedjob.manifest_text import load
from tests.cli.gateway import Elsewhere, elsewhere
from tests.cli.program import TIMEOUT, VALID, project
from tests.cli.test_plan import actions, plan, run

NAMES = ("ant", "fox", "wolf")
BATCH = "defaults: {model: seedance_2_0_x1_official, resolution: 480p, duration: 4}\njobs:\n"
JOB = """\
  - name: {0}
    content:
      - {{type: text, text: A {1}}}
      - {{type: image_url, image_url: {{url: https://example.com/fox.png}}}}
"""


def of(animal: str) -> str:
    return VALID.replace("A fox", f"A {animal}")


def batch(**animals: str) -> str:
    return BATCH + "".join(JOB.format(*pair) for pair in animals.items())


@dataclass(frozen=True)
class Stage:
    """Projects, each job of which has a video of its own, paid for one by one."""

    gateway: Elsewhere
    folder: Path
    done: dict[str, Path] = field(default_factory=dict)

    def copy(self, to: Path, **specs: str) -> Path:
        name = "-".join(specs)
        if name not in self.done:
            self.done[name] = self._made(name, specs or {name: of(name) for name in NAMES})
        self.gateway.tells = {"video_url": f"{self.gateway.media}/own/new.mp4"}
        self.gateway.api.clear()
        return Path(shutil.copytree(self.done[name], to))

    def _made(self, name: str, specs: Mapping[str, str]) -> Path:
        root = project(self.folder / (name or "each"), **specs)
        for job in actions(root):
            self.gateway.tells = {"video_url": f"{self.gateway.media}/own/{job}.mp4"}
            assert run(root, self.gateway, "--yes", "--job", job).code == 0
        return root


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with elsewhere() as gateway:
        yield Stage(gateway, tmp_path_factory.mktemp("made"))


def rename(root: Path, **names: str) -> None:
    """Give specs other names, all at once."""
    texts = {new: (root / "specs" / f"{old}.yaml").read_text() for old, new in names.items()}
    for old in names:
        (root / "specs" / f"{old}.yaml").unlink()
    for new, text in texts.items():
        (root / "specs" / f"{new}.yaml").write_text(text)


def told(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text())
    return found


def change(root: Path, job: str, /, **update: Any) -> None:
    path = root / "specs" / f"{job}.manifest.json"
    path.write_text(json.dumps(told(path) | update))


def prompt(root: Path, job: str) -> str:
    """Tell what the record in a job's place was paid for."""
    request = told(root / "specs" / f"{job}.manifest.json")["request"]
    return str(request["content"][0]["text"]).removeprefix("A ")


def records(root: Path) -> dict[str, str]:
    """Tell what each record was paid for, by its place; and hold that each stands for its place."""
    found: dict[str, str] = {}
    for path in sorted((root / "specs").rglob("*.manifest.json")):
        name = path.name.removesuffix(".manifest.json")
        job = path.relative_to(root / "specs").with_name(name).as_posix()
        record, video = told(path), path.with_name(f"{name}.mp4")
        assert load(path) is not None
        assert (name, record["service"]) == (record["job"], "live")
        for output in record["outputs"]:
            assert (video.name, sha256(video.read_bytes()).hexdigest()) == (
                output["path"], output["sha256"],
            )  # fmt: skip
        assert bool(record["outputs"]) == video.exists()
        found[job] = prompt(root, job)
    return found


def litter(root: Path, jobs: Iterable[str]) -> list[str]:
    """List what lies about that is neither a spec nor a record nor a video of a job."""
    own = {f"{job}.{ending}" for job in jobs for ending in ("manifest.json", "mp4")}
    files = (path for path in (root / "specs").rglob("*") if path.is_file())
    names = {path.relative_to(root / "specs").as_posix() for path in files}
    return sorted(name for name in names - own if not name.endswith(".yaml"))


@dataclass(frozen=True)
class Shuffle:
    """A change of names, what each place's record is paid for in the end, and creates of it."""

    change: Callable[[Path], None]
    end: Mapping[str, str]
    creates: int = 0
    specs: Mapping[str, str] | None = None


def _copied(root: Path) -> None:
    shutil.copy(root / "specs" / "fox.yaml", root / "specs" / "old.yaml")
    (root / "specs" / "fox.yaml").write_text(of("red fox"))


def _copied_over(root: Path) -> None:
    shutil.copy(root / "specs" / "fox.yaml", root / "specs" / "wolf.yaml")
    (root / "specs" / "fox.yaml").write_text(of("red fox"))


def _over(root: Path) -> None:
    (root / "specs" / "fox.yaml").replace(root / "specs" / "wolf.yaml")


def _below(root: Path) -> None:
    (root / "specs" / "a").mkdir()
    (root / "specs" / "fox.yaml").rename(root / "specs" / "a" / "wolf.yaml")
    (root / "specs" / "wolf.yaml").rename(root / "specs" / "fox.yaml")


def _rewritten(**specs: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        for name, text in specs.items():
            (root / "specs" / f"{name}.yaml").write_text(text)

    return change


TWO = {"all": batch(x="fox", y="wolf")}
SHUFFLES = {
    "a swap": Shuffle(
        lambda root: rename(root, fox="wolf", wolf="fox"),
        {"ant": "ant", "fox": "wolf", "wolf": "fox"},
    ),
    "a chain": Shuffle(
        lambda root: rename(root, wolf="bear", fox="wolf"),
        {"ant": "ant", "bear": "wolf", "wolf": "fox"},
    ),
    "a cycle of three": Shuffle(
        lambda root: rename(root, ant="fox", fox="wolf", wolf="ant"),
        {"ant": "wolf", "fox": "ant", "wolf": "fox"},
    ),
    "a chain through folders": Shuffle(_below, {"ant": "ant", "fox": "wolf", "a/wolf": "fox"}),
    "names swapped in a batch": Shuffle(
        _rewritten(all=batch(y="fox", x="wolf")), {"all.x": "wolf", "all.y": "fox"}, specs=TWO
    ),
    "prompts swapped in a batch": Shuffle(
        _rewritten(all=batch(x="wolf", y="fox")), {"all.x": "wolf", "all.y": "fox"}, specs=TWO
    ),
    "a copy whose origin was edited": Shuffle(
        _copied, {"ant": "ant", "fox": "red fox", "old": "fox", "wolf": "wolf"}, 1
    ),
    "a copy over another whose origin was edited": Shuffle(
        _copied_over, {"ant": "ant", "fox": "red fox", "wolf": "fox"}, 1
    ),
    "a rename over another": Shuffle(_over, {"ant": "ant", "fox": "wolf", "wolf": "fox"}),
}


@pytest.mark.parametrize("name", SHUFFLES)
def test_what_was_paid_goes_where_its_request_went(name: str, stage: Stage, tmp_path: Path) -> None:
    shuffle = SHUFFLES[name]
    gateway = stage.gateway
    root = stage.copy(tmp_path / "p", **(shuffle.specs or {}))
    shuffle.change(root)
    planned = [action for action, _ in actions(root).values()]

    done = run(root, gateway)

    assert (0, shuffle.creates) == (done.code, gateway.creates), done.err
    assert shuffle.creates == planned.count("create")
    assert (shuffle.end, []) == (records(root), litter(root, shuffle.end))
    again = run(root, gateway)
    assert (0, shuffle.creates) == (again.code, gateway.creates), again.err
    assert shuffle.end == records(root)


def test_a_swap_across_folders_is_one_too(stage: Stage, tmp_path: Path) -> None:
    gateway = stage.gateway
    root = stage.copy(tmp_path / "p", fox=of("fox"))
    for folder, animal in (("a", "cat"), ("b", "dog")):
        (root / "specs" / folder).mkdir()
        (root / "specs" / folder / "x.yaml").write_text(of(animal))
        gateway.tells = {"video_url": f"{gateway.media}/own/{animal}.mp4"}
        assert run(root, gateway, "--yes", f"specs/{folder}").code == 0
    rename(root, **{"a/x": "b/x", "b/x": "a/x"})
    assert ("skip", ["moved from specs/b/x", "done"]) == actions(root)["specs/a/x"]

    done = run(root, gateway)

    assert (0, 2) == (done.code, gateway.creates), done.err
    assert {"a/x": "dog", "b/x": "cat", "fox": "fox"} == records(root)


def test_a_swap_is_told(stage: Stage, tmp_path: Path) -> None:
    root = stage.copy(tmp_path / "p")
    rename(root, fox="wolf", wolf="fox")

    assert {
        "specs/ant": ("skip", ["done"]),
        "specs/fox": ("skip", ["moved from specs/wolf", "done"]),
        "specs/wolf": ("skip", ["moved from specs/fox", "done"]),
    } == actions(root)


def test_a_job_whose_record_went_to_a_copy_says_so(stage: Stage, tmp_path: Path) -> None:
    root = stage.copy(tmp_path / "p")
    _copied(root)

    assert ("skip", ["moved from specs/fox", "done"]) == actions(root)["specs/old"]
    assert ("create", ["prompt changed", "its record goes to specs/old"]) == actions(root)[
        "specs/fox"
    ]


@pytest.mark.parametrize("shuffle", ["a swap", "a copy whose origin was edited"])
def test_a_task_that_renders_goes_along_and_is_followed_once(
    shuffle: str, stage: Stage, tmp_path: Path
) -> None:
    gateway = stage.gateway
    root = stage.copy(tmp_path / "p", ant=of("ant"), wolf=of("wolf"))
    (root / "specs" / "fox.yaml").write_text(of("fox"))
    gateway.tells = {"status": "processing", "video_url": None}
    run(root, gateway, "--yes", "--deadline", "0.1", "--job", "fox")
    task = told(root / "specs" / "fox.manifest.json")["task"]["id"]
    gateway.tells = {"video_url": f"{gateway.media}/own/new.mp4"}
    downloads = len(gateway.downloads)
    SHUFFLES[shuffle].change(root)

    done = run(root, gateway)

    creates = SHUFFLES[shuffle].creates
    assert (0, 1 + creates) == (done.code, gateway.creates), done.err
    assert 1 + creates == len(gateway.downloads) - downloads
    assert SHUFFLES[shuffle].end == records(root)
    place = "old" if creates else "wolf"
    assert task == told(root / "specs" / f"{place}.manifest.json")["task"]["id"]


GONE = {"kind": "absent", "message": "gone"}
STATES = {
    # the record that moves: code of the run, and the state of its record after it
    "unknown": (10, "unknown"),
    "submitting": (10, "submitting"),
    "failed": (4, "failed"),
    "lost": (0, "completed"),  # asked for once more, it was there
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", ["a swap", "a copy whose origin was edited"])
def test_a_record_keeps_its_state_where_it_goes(
    name: str, state: str, stage: Stage, tmp_path: Path
) -> None:
    gateway = stage.gateway
    shuffle, (code, after) = SHUFFLES[name], STATES[state]
    root = stage.copy(tmp_path / "p")
    open_one = state in {"unknown", "submitting"}
    task = told(root / "specs" / "fox.manifest.json")["task"]
    task = {"submitted_at": task["submitted_at"]} | ({} if open_one else {"id": task["id"]})
    change(root, "fox", state=state, task=task, outputs=[], error=GONE)
    (root / "specs" / "fox.mp4").unlink()
    shuffle.change(root)

    done = run(root, gateway)

    assert (code, shuffle.creates) == (done.code, gateway.creates), done.err
    place = "old" if shuffle.creates else "wolf"
    assert shuffle.end == records(root)
    assert after == told(root / "specs" / f"{place}.manifest.json")["state"]


def test_a_copy_of_a_job_says_whose_request_it_has(stage: Stage, tmp_path: Path) -> None:
    root = stage.copy(tmp_path / "p")
    shutil.copy(root / "specs" / "fox.yaml", root / "specs" / "take.yaml")
    reasons = ["new", "specs/fox was made from this very request"]

    for words in ((), ("--job", "take"), ("specs/take.yaml",)):
        assert ("create", reasons) == actions(root, *words)["specs/take"]


@pytest.mark.parametrize("first", ["fox", "wolf"])
@pytest.mark.parametrize("flag", [("--job",), ()])
def test_of_a_swap_one_alone_may_be_run(
    first: str, flag: tuple[str, ...], stage: Stage, tmp_path: Path
) -> None:
    """The record that it takes is none that the other job asks for, and its own is kept for it."""
    gateway = stage.gateway
    root = stage.copy(tmp_path / "p")
    rename(root, fox="wolf", wolf="fox")
    word = first if flag else f"specs/{first}.yaml"

    one = run(root, gateway, "--yes", *flag, word)

    assert (0, 0) == (one.code, gateway.creates), one.err
    assert {"ant": "ant", "fox": "wolf", "wolf": "fox"} == records(root)
    assert (0, 0) == (run(root, gateway).code, gateway.creates)


@pytest.mark.parametrize("first", ["bear", "wolf"])
def test_of_a_chain_one_alone_may_be_run(first: str, stage: Stage, tmp_path: Path) -> None:
    gateway = stage.gateway
    root = stage.copy(tmp_path / "p")
    rename(root, wolf="bear", fox="wolf")

    one = run(root, gateway, "--yes", "--job", first)

    assert (0, 0) == (one.code, gateway.creates), one.err
    assert (0, 0) == (run(root, gateway).code, gateway.creates)
    assert {"ant": "ant", "bear": "wolf", "wolf": "fox"} == records(root)


@pytest.mark.parametrize("selected", [(), ("--job", "fox"), ("specs/fox.yaml",)])
def test_a_plan_of_a_swap_holds_and_is_stale_where_a_record_changed(
    selected: tuple[str, ...], stage: Stage, tmp_path: Path
) -> None:
    gateway = stage.gateway
    root = stage.copy(tmp_path / "p")
    rename(root, fox="wolf", wolf="fox")
    plan(root, "--base-url", gateway.base, "--out", "p.json", *selected)
    path = root / "specs" / "wolf.manifest.json"
    text = path.read_text()
    path.write_text(text.replace("\n", " \n"))

    stale = run(root, gateway, "--plan", "p.json")
    path.write_text(text)
    done = run(root, gateway, "--plan", "p.json")

    assert (6, True) == (stale.code, "specs/fox: its manifest has changed" in stale.err)
    assert (0, 0) == (done.code, gateway.creates), done.err
    assert {"ant": "ant", "fox": "wolf", "wolf": "fox"} == records(root)


def test_videos_that_were_swapped_by_hand_stay_where_they_are(stage: Stage, tmp_path: Path) -> None:
    gateway = stage.gateway
    root = stage.copy(tmp_path / "p")
    rename(root, fox="wolf", wolf="fox")
    _swap(root / "specs" / "fox.mp4", root / "specs" / "wolf.mp4")

    assert (0, 0) == (run(root, gateway).code, gateway.creates)
    assert {"ant": "ant", "fox": "wolf", "wolf": "fox"} == records(root)


def test_a_video_that_was_cut_by_hand_goes_along(stage: Stage, tmp_path: Path) -> None:
    gateway = stage.gateway
    root = stage.copy(tmp_path / "p")
    rename(root, fox="wolf", wolf="fox")
    (root / "specs" / "fox.mp4").write_bytes(b"cut")

    assert (0, 0) == (run(root, gateway).code, gateway.creates)
    assert b"cut" == (root / "specs" / "wolf.mp4").read_bytes()


def test_a_file_of_peoples_own_is_in_no_moves_way(stage: Stage, tmp_path: Path) -> None:
    gateway = stage.gateway
    root = stage.copy(tmp_path / "p")
    rename(root, wolf="bear", fox="wolf")
    (root / "specs" / "bear.mp4").write_bytes(b"mine")
    before = records_of(root)

    said = run(root, gateway)

    assert (2, 0) == (said.code, gateway.creates)
    assert "bear.mp4 is there and no manifest tells of it" in said.err
    assert before == records_of(root)


def test_rooms_that_a_crash_left_go_with_their_answers(stage: Stage, tmp_path: Path) -> None:
    """An answer that came and was not put in its place belongs to the job that asks for it now."""
    gateway = stage.gateway
    root = stage.copy(tmp_path / "p")
    path = root / "specs" / "fox.manifest.json"
    room = path.with_name(f".{path.name}.room")
    answered = told(path) | {"state": "submitted", "outputs": []}
    room.write_text(json.dumps(answered))
    intent = {"submitted_at": answered["task"]["submitted_at"]}
    change(root, "fox", state="submitting", task=intent, outputs=[])
    (root / "specs" / "fox.mp4").unlink()
    gateway.tells = {"video_url": f"{gateway.media}/own/fox.mp4"}
    rename(root, fox="wolf", wolf="fox")

    assert (0, 0) == (run(root, gateway).code, gateway.creates)
    assert {"ant": "ant", "fox": "wolf", "wolf": "fox"} == records(root)
    assert [] == litter(root, NAMES)


def test_what_failed_is_asked_for_again_under_its_new_name(stage: Stage, tmp_path: Path) -> None:
    gateway = stage.gateway
    root = stage.copy(tmp_path / "p")
    change(root, "fox", state="failed", outputs=[], error=GONE)
    (root / "specs" / "fox.mp4").unlink()
    rename(root, fox="wolf", wolf="fox")

    done = run(root, gateway, "--yes", "--retry", "failed")

    assert (0, 1) == (done.code, gateway.creates), done.err
    assert {"ant": "ant", "fox": "wolf", "wolf": "fox"} == records(root)
    (before,) = told(root / "specs" / "wolf.manifest.json")["replaced"]
    assert "failed" == before["state"]


def test_what_failed_and_was_edited_takes_what_may_be_paid(stage: Stage, tmp_path: Path) -> None:
    """What nobody can tell the outcome of is held under its new name, too, not asked for again."""
    gateway = stage.gateway
    root = stage.copy(tmp_path / "p")
    at = told(root / "specs" / "fox.manifest.json")["task"]["submitted_at"]
    change(root, "fox", state="unknown", task={"submitted_at": at}, outputs=[], error=GONE)
    change(root, "wolf", state="failed", outputs=[], error=GONE)
    for job in ("fox", "wolf"):
        (root / "specs" / f"{job}.mp4").unlink()
    rename(root, fox="wolf")

    done = run(root, gateway)

    assert (10, 0) == (done.code, gateway.creates), done.err
    assert {"ant": "ant", "fox": "wolf", "wolf": "fox"} == records(root)


@pytest.mark.parametrize("words", [(), ("--job", "bear")])
def test_what_failed_is_not_asked_for_again_where_it_was_paid_under_another_name(
    words: tuple[str, ...], stage: Stage, tmp_path: Path
) -> None:
    """The one that failed goes to where the paid one came from, and is not forgotten."""
    gateway = stage.gateway
    root = stage.copy(tmp_path / "p")
    specs = root / "specs"
    shutil.copy(specs / "fox.manifest.json", specs / "bear.manifest.json")
    task = told(specs / "fox.manifest.json")["task"] | {"id": "t-refused"}
    failed = {"job": "bear", "spec": "bear.yaml", "state": "failed", "task": task, "outputs": []}
    change(root, "bear", error=GONE, **failed)
    rename(root, fox="bear")

    done = run(root, gateway, "--yes", "--retry", "failed", *words)

    assert (0, 0) == (done.code, gateway.creates), done.err
    assert {"ant": "ant", "bear": "fox", "fox": "fox", "wolf": "wolf"} == records(root)
    states = {job: told(specs / f"{job}.manifest.json")["state"] for job in ("bear", "fox")}
    assert {"bear": "completed", "fox": "failed"} == states


def test_an_earlier_video_that_moved_along_is_in_no_retrys_way(
    stage: Stage, tmp_path: Path
) -> None:
    """What failed after an edit keeps the video of before, which it knows by its old name."""
    gateway = stage.gateway
    root = stage.copy(tmp_path / "p")
    before = told(root / "specs" / "fox.manifest.json")
    old = {key: before[key] for key in ("state", "task", "outputs")} | {"fingerprint": "0" * 64}
    change(root, "fox", state="failed", outputs=[], error=GONE, replaced=[old])
    rename(root, fox="wolf", wolf="fox")
    assert (4, 0) == (run(root, gateway).code, gateway.creates)

    done = run(root, gateway, "--yes", "--retry", "failed")

    assert (0, 1) == (done.code, gateway.creates), done.err
    assert {"ant": "ant", "fox": "wolf", "wolf": "fox"} == records(root)


def test_what_gave_way_to_a_copy_is_not_forgotten(stage: Stage, tmp_path: Path) -> None:
    root = stage.copy(tmp_path / "p")
    task = told(root / "specs" / "wolf.manifest.json")["task"]
    _copied_over(root)

    assert run(root, stage.gateway).code == 0

    (before,) = told(root / "specs" / "fox.manifest.json")["replaced"]
    assert task == before["task"]


def test_previews_change_places_too(tmp_path: Path) -> None:
    root = project(tmp_path / "p", fox=of("fox"), wolf=of("wolf"))
    with elsewhere() as gateway:
        assert run(root, gateway, "--local", "--service-speed", "100").code == 0
        rename(root, fox="wolf", wolf="fox")
        assert ("skip", ["moved from specs/wolf", "done"]) == actions(root, "--local")["specs/fox"]

        assert run(root, gateway, "--local", "--service-speed", "100").code == 0
    assert {"skip"} == {action for action, _ in actions(root, "--local").values()}


KILLER = """
import os, signal, sys
acts = {"os.rename", "os.remove", "os.link"}
left = int(sys.argv.pop(1))
def hook(event, args):
    global left
    if event in acts and "/specs" in os.path.realpath(args[0]) and os.path.lexists(args[0]):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(hook)
from seedjob.__main__ import main
sys.exit(main())
"""
"""The program, killed before the nth name that it changes below `specs`."""


def killed(root: Path, gateway: Elsewhere, step: int) -> bool:
    words = ("run", "--yes", "--poll-every", "0.05")
    env = {"SEEDJOB_BASE_URL": gateway.base, "SEEDJOB_API_KEY": "k", "PATH": os.environ["PATH"]}
    done = subprocess.run(
        [sys.executable, "-c", KILLER, str(step), *words],
        cwd=root, env=env, capture_output=True, timeout=TIMEOUT, check=False,
    )  # fmt: skip
    assert done.returncode in {0, -signal.SIGKILL}, done.stderr
    return done.returncode != 0


KILLED = (
    "a swap",
    "a cycle of three",
    "a chain through folders",
    "a copy over another whose origin was edited",
    "a rename over another",
)


@pytest.mark.parametrize("name", KILLED)
def test_a_kill_at_any_step_of_the_moves_loses_nothing(
    name: str, stage: Stage, tmp_path: Path
) -> None:
    shuffle, gateway = SHUFFLES[name], stage.gateway
    start = stage.copy(tmp_path / "p", **(shuffle.specs or {}))
    shuffle.change(start)
    paid = _paid(start)
    for step in steps():
        root = Path(shutil.copytree(start, tmp_path / str(step)))
        gateway.api.clear()
        dead = killed(root, gateway, step)
        if gateway.creates or is_creating(root):  # all is in its place
            break
        assert paid == _paid(root), step
        assert run(root, gateway).code == 0
        assert (shuffle.end, []) == (records(root), litter(root, shuffle.end)), step
        assert shuffle.creates == gateway.creates, step
        if not dead:
            break
    assert step > MOST_WITHOUT_A_MOVE


MOST_WITHOUT_A_MOVE = 3
"""Names that a run changes that moves nothing: it would be killed too late to tell anything."""


def test_a_swap_that_was_killed_may_be_changed_back(stage: Stage, tmp_path: Path) -> None:
    gateway = stage.gateway
    start = stage.copy(tmp_path / "p")
    before = records(start)
    rename(start, fox="wolf", wolf="fox")
    for step in steps():
        root = Path(shutil.copytree(start, tmp_path / str(step)))
        dead = killed(root, gateway, step)
        rename(root, fox="wolf", wolf="fox")
        downloads = len(gateway.downloads)

        done = run(root, gateway)

        assert (0, 0) == (done.code, gateway.creates), (step, done.err)
        assert (before, []) == (records(root), litter(root, NAMES)), step
        assert downloads == len(gateway.downloads), step
        if not dead:
            break
    assert step > MOST_WITHOUT_A_MOVE


def test_a_video_that_two_killed_moves_left_under_a_third_name_is_found(
    stage: Stage, tmp_path: Path
) -> None:
    """The first was killed between video and record, the second once it had put the name right."""
    gateway = stage.gateway
    root = stage.copy(tmp_path / "p")
    (root / "specs" / "fox.mp4").rename(root / "specs" / "gnu.mp4")
    rename(root, fox="bear", wolf="gnu")
    downloads = len(gateway.downloads)

    done = run(root, gateway)

    assert (0, 0, downloads) == (done.code, gateway.creates, len(gateway.downloads)), done.err
    assert {"ant": "ant", "bear": "fox", "gnu": "wolf"} == records(root)
    assert [] == litter(root, ("ant", "bear", "gnu"))


def test_a_move_into_a_folder_that_was_killed_may_end_elsewhere(
    stage: Stage, tmp_path: Path
) -> None:
    """A part of the jobs was run, and killed; of all of them another one takes the record."""
    gateway = stage.gateway
    root = stage.copy(tmp_path / "p")
    (root / "specs" / "z").mkdir()
    rename(root, fox="z/owl")
    shutil.copy(root / "specs" / "z" / "owl.yaml", root / "specs" / "bear.yaml")
    (root / "specs" / "fox.mp4").rename(root / "specs" / "z" / "owl.mp4")

    done = run(root, gateway)

    assert (0, 1) == (done.code, gateway.creates), done.err
    assert {"ant": "ant", "bear": "fox", "wolf": "wolf", "z/owl": "fox"} == records(root)


def test_what_moved_by_hand_is_told_by_its_own_name(stage: Stage, tmp_path: Path) -> None:
    root = stage.copy(tmp_path / "p")
    for ending in ("yaml", "mp4", "manifest.json"):
        (root / "specs" / f"fox.{ending}").rename(root / "specs" / f"owl.{ending}")
    assert ("skip", ["done"]) == actions(root)["specs/owl"]

    assert run(root, stage.gateway).code == 0

    assert {"ant": "ant", "owl": "fox", "wolf": "wolf"} == records(root)
    assert "owl.yaml" == told(root / "specs" / "owl.manifest.json")["spec"]


def is_creating(root: Path) -> bool:
    """Tell whether a run came to a create: it was killed after the moves."""
    paths = (root / "specs").rglob("*.manifest.json")
    return any(told(path)["state"] == "submitting" for path in paths)


def steps() -> Iterator[int]:
    yield from range(40)
    raise AssertionError("it never came to its end")


def _paid(root: Path) -> tuple[set[str], set[str]]:
    """Tell which tasks and which videos are on disk, under whatever name."""
    specs = root / "specs"
    tasks = {told(path)["task"]["id"] for path in specs.rglob("*.manifest.json")}
    return tasks, {sha256(path.read_bytes()).hexdigest() for path in specs.rglob("*.mp4")}


def records_of(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (root / "specs").rglob("*.manifest.json")}


def _swap(one: Path, other: Path) -> None:
    aside = one.with_name("aside")
    one.rename(aside)
    other.rename(one)
    aside.rename(other)


def test_takes_of_one_prompt_keep_their_order_whatever_the_spec_is_called(tmp_path: Path) -> None:
    takes = BATCH + JOB.format("t", "fox").replace(
        "- name: t", "- name: t\n    matrix: {take: [1, 2, 3]}"
    )
    with elsewhere() as gateway:
        root = project(tmp_path / "p", take=takes)
        run(root, gateway, "--yes", "--creates-in-flight", "1")
        made = {one: told(root / "specs" / f"take.t.{one}.manifest.json")["task"] for one in "123"}
        (root / "specs" / "take.yaml").rename(root / "specs" / "star.yaml")

        assert (0, 3) == (run(root, gateway).code, gateway.creates)

    again = {one: told(root / "specs" / f"star.t.{one}.manifest.json")["task"] for one in "123"}
    assert made == again
