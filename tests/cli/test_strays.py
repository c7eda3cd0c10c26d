"""Records whose job bears another name now: taken along, each once, over nothing else's head."""

import json
import shutil
from pathlib import Path

import pytest

from seedjob.plan.action import EXCHANGED
from tests.cli.gateway import elsewhere
from tests.cli.program import VALID, project, seedjob
from tests.cli.test_plan import COPY, WOLF, _rendering, actions, edit, manifest, plan, record, run

HEAD = "defaults: {model: seedance_2_0_x1_official, resolution: 480p, duration: 4}\njobs:\n"
TAKES = """\
  - name: t
    matrix: {take: [one, two]}
    content:
      - {type: text, text: A fox}
      - {type: image_url, image_url: {url: https://example.com/fox.png}}
"""


def spec(root: Path, name: str) -> Path:
    return root / "specs" / f"{name}.yaml"


def rename(root: Path, old: str, new: str) -> None:
    spec(root, old).rename(spec(root, new))


def test_of_two_jobs_with_one_request_each_takes_its_own_record_along(tmp_path: Path) -> None:
    root = project(tmp_path / "p", a=HEAD + TAKES)
    with elsewhere() as gateway:
        run(root, gateway)
        rename(root, "a", "b")

        done = run(root, gateway)

        assert (0, 2) == (done.code, gateway.creates), done.err
    assert ["b.t.one", "b.t.two"] == sorted(
        path.name.removesuffix(".manifest.json") for path in root.glob("specs/*.json")
    )


@pytest.mark.parametrize("name", ["", ".", "..", "x" * 300, "a\0b", "../fox.yaml", "x/"])
def test_a_record_may_name_any_spec(name: str, tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    with elsewhere() as gateway:
        run(root, gateway)
    told = json.loads(record(root).path.read_text()) | {"spec": name}
    record(root, "odd").path.write_text(json.dumps(told))

    assert {"specs/fox": ("skip", ["done"])} == actions(root)


def test_a_record_behind_a_link_is_its_jobs_own(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    with elsewhere() as gateway:
        run(root, gateway)
    (root / "kept").mkdir()
    record(root).path.rename(root / "kept" / "fox.manifest.json")
    record(root).path.symlink_to("../kept/fox.manifest.json")
    shutil.copy(spec(root, "fox"), spec(root, "copy"))

    assert ("create", ["new", COPY]) == actions(root)["specs/copy"]


@pytest.mark.parametrize("state", ["completed", "submitted"])
def test_a_video_moves_over_nothing_that_lies_there(state: str, tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    with elsewhere() as gateway:
        run(root, gateway) if state == "completed" else _rendering(root, gateway)
        rename(root, "fox", "wolf")
        (root / "specs" / "wolf.mp4").write_bytes(b"mine")

        said = run(root, gateway)

    assert (2, b"mine") == (said.code, (root / "specs" / "wolf.mp4").read_bytes())
    assert "wolf.mp4 is there and no manifest tells of it" in said.err
    assert state == manifest(root).state


def test_a_move_that_was_killed_after_the_videos_own_is_taken_up(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    with elsewhere() as gateway:
        run(root, gateway)
        rename(root, "fox", "wolf")
        (root / "specs" / "fox.mp4").rename(root / "specs" / "wolf.mp4")

        assert (0, 1) == (run(root, gateway).code, gateway.creates)
    assert "wolf.mp4" == manifest(root, "wolf").outputs[0].path


def test_a_plan_to_finish_what_no_spec_asks_for_holds(tmp_path: Path) -> None:
    root = project(tmp_path / "p", fox=VALID, wolf=WOLF)
    with elsewhere() as gateway:
        _rendering(root, gateway)
        spec(root, "fox").unlink()
        plan(root, "--base-url", gateway.base, "--out", "p.json")

        done = run(root, gateway, "--plan", "p.json")

        assert (0, 2) == (done.code, gateway.creates), done.err
    assert "completed" == manifest(root).state


def test_a_plan_to_finish_a_cell_that_is_gone_holds(tmp_path: Path) -> None:
    root = project(tmp_path / "p", a=HEAD + TAKES)
    with elsewhere() as gateway:
        gateway.tells = {"status": "processing", "video_url": None}
        run(root, gateway, "--yes", "--deadline", "0.1")
        gateway.tells = {}
        edit(root, "[one, two]", "[one]", "a")
        plan(root, "--base-url", gateway.base, "--out", "p.json")

        done = run(root, gateway, "--plan", "p.json")

        assert (0, 2) == (done.code, gateway.creates), done.err
    assert ["completed"] * 2 == [manifest(root, f"a.t.{one}").state for one in ("one", "two")]


def _renamed(root: Path, job: str, **fields: str) -> None:
    """Save a plan in which the fox is another job."""
    plan(root, "--out", "p.json")
    told = json.loads((root / "p.json").read_text())
    told["jobs"] = {job: told["jobs"]["specs/fox"] | fields}
    (root / "p.json").write_text(json.dumps(told))


@pytest.mark.parametrize("name", ["../q/specs/fox.yaml", "{}/q/specs/fox.yaml", "out/fox.yaml"])
def test_a_plan_names_no_spec_outside_of_the_project(name: str, tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    project(tmp_path / "q")
    (root / "out").symlink_to("../q/specs")
    _renamed(root, "specs/fox", spec=name.format(tmp_path))
    with elsewhere() as gateway:
        said = run(root, gateway, "--plan", "p.json")

        assert (2, 0) == (said.code, gateway.creates)
    assert "'p.json' is no plan that `seedjob plan --out` saved: it names " in said.err


@pytest.mark.parametrize("job", ["../q/specs/fox", "/fox", "out/fox"])
def test_a_plan_names_no_job_outside_of_the_project(job: str, tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    project(tmp_path / "q")
    (root / "out").symlink_to("../q/specs")
    _renamed(root, job, spec_sha256="")
    with elsewhere() as gateway:
        assert (2, 0) == (run(root, gateway, "--plan", "p.json").code, gateway.creates)


@pytest.mark.parametrize(
    "name", ["x" * 300 + ".yaml", "a\0.yaml", "a\0/x.yaml", "elsewhere/x.yaml"]
)
def test_a_plan_may_name_any_spec(name: str, tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    _renamed(root, "specs/fox", spec=name)
    with elsewhere() as gateway:
        assert (6, 0) == (run(root, gateway, "--plan", "p.json").code, gateway.creates)


@pytest.mark.parametrize("name", ["fox.manifest.json", "fox.yaml", "fox.mp4"])
def test_a_plan_is_saved_over_nothing_but_a_plan(name: str, tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    with elsewhere() as gateway:
        run(root, gateway)
    before = (root / "specs" / name).read_bytes()

    said = plan(root, "--out", f"specs/{name}")

    assert (2, before) == (said.code, (root / "specs" / name).read_bytes())
    assert [0, 0] == [plan(root, "--out", "p.json").code for _ in range(2)]


JOB = """\
  - name: {0}
    content:
      - {{type: text, text: A {0}}}
      - {{type: image_url, image_url: {{url: https://example.com/fox.png}}}}
"""


def batch(*names: str) -> str:
    return HEAD + "".join(map(JOB.format, names))


def test_a_job_that_moved_between_specs_is_known_though_only_one_is_run(tmp_path: Path) -> None:
    root = project(tmp_path / "p", a=batch("x", "y"), b=batch("z"))
    with elsewhere() as gateway:
        run(root, gateway)
        spec(root, "a").write_text(batch("x"))
        spec(root, "b").write_text(batch("z", "y"))
        known = {
            "specs/b.z": ("skip", ["done"]),
            "specs/b.y": ("skip", ["moved from specs/a.y", "done"]),
        }
        assert known == actions(root, "specs/b.yaml")

        done = run(root, gateway, "--yes", "specs/b.yaml")

        assert (0, 3) == (done.code, gateway.creates), done.err


def test_a_copy_of_a_job_into_another_spec_is_a_job_of_its_own(tmp_path: Path) -> None:
    root = project(tmp_path / "p", a=batch("x", "y"), b=batch("z"))
    with elsewhere() as gateway:
        run(root, gateway)
    spec(root, "b").write_text(batch("z", "y"))

    reasons = ["new", "specs/a.y was made from this very request"]
    assert ("create", reasons) == actions(root, "specs/b.yaml")["specs/b.y"]


def test_a_job_that_left_its_torn_record_behind_is_not_bought_again(tmp_path: Path) -> None:
    root = project(tmp_path / "p", fox=VALID, wolf=WOLF)
    with elsewhere() as gateway:
        run(root, gateway)
        torn = record(root).path
        torn.write_text(f"<<<<<<< HEAD\n{torn.read_text()}")
        assert (0, 2) == (run(root, gateway, "--yes", "specs/wolf.yaml").code, gateway.creates)
        rename(root, "fox", "bear")

        codes = plan(root).code, run(root, gateway).code, run(root, gateway, "--job", "bear").code

        assert ((11, 11, 11), 2) == (codes, gateway.creates)


def test_a_torn_record_of_a_spec_that_is_not_run_stops_nothing(tmp_path: Path) -> None:
    root = project(tmp_path / "p", fox=VALID, wolf=WOLF)
    record(root).path.write_text("{")
    with elsewhere() as gateway:
        assert (0, 1) == (run(root, gateway, "--yes", "specs/wolf.yaml").code, gateway.creates)


def test_a_move_that_was_killed_before_its_end_leaves_nothing_to_follow_twice(
    tmp_path: Path,
) -> None:
    root = project(tmp_path / "p")
    with elsewhere() as gateway:
        _rendering(root, gateway)
        rename(root, "fox", "wolf")
        shutil.copy(record(root).path, record(root, "wolf").path)

        assert ["specs/wolf"] == list(actions(root))
        assert (0, 1) == (run(root, gateway).code, gateway.creates)
        shutil.copy(spec(root, "wolf"), spec(root, "copy"))
        assert ("create", ["new", COPY.replace("fox", "wolf")]) == actions(root)["specs/copy"]


def test_a_name_is_not_taken_by_a_spec_that_bears_another(tmp_path: Path) -> None:
    root = project(tmp_path / "p", fox=f"name: star\n{VALID}")
    with elsewhere() as gateway:
        run(root, gateway)
        rename(root, "fox", "owl")
        spec(root, "fox").write_text(WOLF)

        done = run(root, gateway)

        assert (0, 2) == (done.code, gateway.creates), done.err


def test_what_is_paid_is_finished_though_no_spec_is_left(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    with elsewhere() as gateway:
        _rendering(root, gateway)
        spec(root, "fox").unlink()
        assert "specs/fox" in seedjob(root, "status").out

        done = run(root, gateway)

        assert (0, 1) == (done.code, gateway.creates), done.err
    assert "completed" == manifest(root).state
    record(root).path.unlink()
    assert 2 == plan(root).code


def test_of_a_failed_job_that_moved_a_run_says_why_it_waits_too(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    with elsewhere() as gateway:
        gateway.create_status, gateway.create_reply = 400, {"error": "no such asset"}
        run(root, gateway)
        rename(root, "fox", "wolf")

        said = run(root, gateway)

    line = "failed  specs/wolf  moved from specs/fox; no such asset; --retry failed asks again\n"
    assert (4, line) == (said.code, said.out)


@pytest.mark.parametrize("file", [b"", b"a cut of our own"])
def test_another_file_in_a_videos_place_is_told_and_left_alone(file: bytes, tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    with elsewhere() as gateway:
        run(root, gateway)
        (root / "specs" / "fox.mp4").write_bytes(file)

        ((action, reasons),) = actions(root).values()
        done = run(root, gateway)

    assert (action, 0, 1) == ("skip", done.code, gateway.creates)
    assert reasons == [f"{EXCHANGED}: move it away to have its own fetched again"]
    assert f"specs/fox: {reasons[0]}" in done.err
    assert "specs/fox" in plan(root).out
    assert file == (root / "specs" / "fox.mp4").read_bytes()


LINKS = {
    # where the link in a record's place leads, and what is said of it
    "a link to nothing": ("../nowhere.json", "is a link to nothing; bring back what it leads to"),
    "a link out of the project": ("../../kept.json", "is a link out of the project; put what it"),
}


@pytest.mark.parametrize("renamed", [False, True])
@pytest.mark.parametrize("name", LINKS)
def test_a_record_that_is_a_link_astray_is_told_and_nothing_is_bought_again(
    name: str, renamed: bool, tmp_path: Path
) -> None:
    target, words = LINKS[name]
    root = project(tmp_path / "p")
    with elsewhere() as gateway:
        run(root, gateway)
        (root / "specs" / "fox.mp4").unlink()
        record(root).path.rename(tmp_path / "kept.json")
        record(root).path.symlink_to(target)
        if renamed:
            rename(root, "fox", "wolf")

        planned, done = plan(root), run(root, gateway)

        assert (11, 11, 1) == (planned.code, done.code, gateway.creates), done.err
        assert f"{record(root).path} {words}" in planned.err
        assert f"{record(root).path} {words}" in done.err
    assert record(root).path.is_symlink()
