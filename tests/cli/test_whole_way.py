"""From spec to video over a real socket: here, elsewhere, interrupted, killed and run again."""

import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from seedjob.cli.specs import load
from seedjob.media.probe import probe_video
from tests.cli.gateway import Elsewhere, elsewhere
from tests.cli.program import VALID, creates, project, requests, seedjob, start

ROOT = Path(__file__).parents[2]
MANIFESTS = Draft202012Validator(json.loads((ROOT / "schemas/manifest.schema.json").read_text()))

EXAMPLES = {
    # name: width, height, seconds
    "dusk": (480, 640, 4),
    "fox": (1280, 720, 5),
    "harbour": (1280, 720, 5),
    "launch.teaser.16x9-film-noir": (854, 480, 4),
    "launch.teaser.16x9-watercolor": (854, 480, 4),
    "launch.teaser.9x16-watercolor": (480, 854, 4),
    "mascot": (480, 854, 5),
    "mascot-in-town": (960, 720, 6),
    "returning": (854, 480, 4),
    "teapot": (480, 480, 4),
    "waves": (1120, 480, 6),
}


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the project's own examples once, as README says."""
    root = tmp_path_factory.mktemp("examples") / "p"
    leave = shutil.ignore_patterns("*.local.*")
    shutil.copytree(ROOT / "specs", root / "specs", ignore=leave)
    (root / "seedjob.toml").touch()
    done = seedjob(root, "run", "--local", "specs/", env={"SEEDJOB_API_KEY": ""})
    assert done.code == 0, done
    return root


def test_every_example_is_known_here() -> None:
    assert set(EXAMPLES) == {job.name for job in load([ROOT / "specs"]).jobs}


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_becomes_a_video_that_fits_its_spec(name: str, examples: Path) -> None:
    facts = probe_video(examples / "specs" / f"{name}.local.mp4")

    width, height, seconds = EXAMPLES[name]
    assert (width, height, 24.0, "h264") == (facts.width, facts.height, facts.fps, facts.codec)
    assert abs(facts.seconds - seconds) <= 1 / 24


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_leaves_a_manifest_that_its_schema_accepts(name: str, examples: Path) -> None:
    text = (examples / "specs" / f"{name}.local.manifest.json").read_text("utf-8")

    MANIFESTS.validate(json.loads(text))
    assert str(examples) not in text
    assert "127.0.0.1" not in text


def test_a_second_run_creates_nothing_and_changes_no_byte(examples: Path) -> None:
    before = {path: path.read_bytes() for path in (examples / "specs").iterdir() if path.is_file()}

    done = seedjob(examples, "run", "--local", "specs/")

    assert done.code == 0
    assert creates(examples) == len(EXAMPLES)
    assert before == {p: p.read_bytes() for p in (examples / "specs").iterdir() if p.is_file()}


def test_a_video_that_went_away_is_fetched_and_not_made_again(examples: Path) -> None:
    video = examples / "specs" / "teapot.local.mp4"
    manifest = examples / "specs" / "teapot.local.manifest.json"
    before = video.read_bytes(), manifest.read_bytes()
    video.unlink()

    done = seedjob(examples, "run", "--local", "specs/teapot.yaml")

    assert done.code == 0, done
    assert before == (video.read_bytes(), manifest.read_bytes())
    assert creates(examples) == len(EXAMPLES)


def test_the_log_of_the_local_service_holds_no_key(examples: Path) -> None:
    assert requests(examples)
    assert "Bearer" not in json.dumps(requests(examples))


@pytest.fixture
def gateway() -> Iterator[Elsewhere]:
    with elsewhere() as running:
        yield running


KEY = "sk-0123456789-secret"


def live(gateway: Elsewhere) -> dict[str, str]:
    return {"SEEDJOB_BASE_URL": gateway.base, "SEEDJOB_API_KEY": KEY}


def test_a_rehearsal_says_which_faults_never_struck(tmp_path: Path) -> None:
    root = project(tmp_path / "p", fox=VALID)
    rules = [
        {"on": "create", "do": "status", "status": 429, "retry_after": 0, "times": 1},
        {"on": "query", "do": "html", "match": "An owl"},
        {"on": "create", "do": "denied", "after": 9},
        {"on": "query", "do": "upper", "times": 0},
    ]
    (root / "faults.json").write_text(json.dumps(rules), "utf-8")

    done = seedjob(root, "run", "--local", "--service-speed", "20", "--faults", "faults.json")

    assert 0 == done.code, done
    assert [
        "faults.json: rule 2, 'html' on query, never struck: it met no request",
        "faults.json: rule 3, 'denied' on create, never struck: it met 1 request",
    ] == [line for line in done.err.splitlines() if "never struck" in line]


def test_a_gateway_elsewhere_goes_the_same_way(gateway: Elsewhere, tmp_path: Path) -> None:
    root = project(tmp_path / "p")

    done = seedjob(root, "run", "--yes", "--poll-every", "0.1", env=live(gateway))

    manifest = json.loads((root / "specs" / "fox.manifest.json").read_text("utf-8"))
    MANIFESTS.validate(manifest)
    assert done.code == 0, done
    assert (root / "specs" / "fox.mp4").is_file()
    assert ("live", "completed") == (manifest["service"], manifest["state"])
    assert {"amount": "1.5", "charged": True} == manifest["cost"]
    assert manifest["task"]["id"] == "video/1 1"
    assert gateway.api[1][1] == "/v1/result/video%2F1%201"


def test_the_key_goes_to_the_api_alone(gateway: Elsewhere, tmp_path: Path) -> None:
    root = project(tmp_path / "p")

    done = seedjob(root, "run", "--yes", "--poll-every", "0.1", env=live(gateway))

    assert all(headers["Authorization"] == f"Bearer {KEY}" for _, _, headers in gateway.api)
    assert len(gateway.downloads) == 1
    assert KEY not in json.dumps(gateway.downloads)
    written = b"".join(path.read_bytes() for path in root.rglob("*") if path.is_file())
    assert KEY.encode() not in written
    assert b"signature" not in written
    assert KEY not in done.out + done.err


def test_a_second_live_run_asks_the_service_nothing(gateway: Elsewhere, tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    words = ("run", "--yes", "--poll-every", "0.1")
    seedjob(root, *words, env=live(gateway))
    asked = len(gateway.api)

    done = seedjob(root, *words, env=live(gateway))

    assert (0, asked) == (done.code, len(gateway.api))


def test_defaults_and_order_on_the_wire(gateway: Elsewhere, tmp_path: Path) -> None:
    spec = """\
model: seedance_2_0_x1_official
name: fox
content:
  - {type: image_url, role: reference_image, image_url: {url: asset://a}}
  - {type: text, text: " A fox "}
  - {type: image_url, role: reference_image, image_url: {url: asset://a}}
"""
    seedjob(
        project(tmp_path / "p", fox=spec), "run", "--yes", "--poll-every", "0.1", env=live(gateway)
    )

    asset = {"type": "image_url", "role": "reference_image", "image_url": {"url": "asset://a"}}
    assert gateway.bodies == [
        {
            "model": "seedance_2_0_x1_official",
            "resolution": "720p",
            "ratio": "16:9",
            "duration": 5,
            "content": [{"type": "text", "text": " A fox "}, asset, asset],
        }
    ]


@pytest.mark.parametrize(
    ("answer", "code", "state"),
    [
        ((200, {"code": "204", "msg": "登录验证失败"}), 7, None),
        ((401, {"error": {"code": "AuthenticationError", "message": "no"}}), 7, None),
        ((400, {"error": {"message": "bad ratio"}}), 4, "failed"),
        ((502, {"message": "bad gateway"}), 10, "unknown"),
        ((200, {"object": "video"}), 10, "unknown"),
    ],
)
def test_what_a_create_answers_decides_exit_and_record(
    answer: tuple[int, object], code: int, state: str | None, gateway: Elsewhere, tmp_path: Path
) -> None:
    root = project(tmp_path / "p")
    gateway.create_status, gateway.create_reply = answer
    words = ("run", "--yes", "--poll-every", "0.1")

    done = seedjob(root, *words, env=live(gateway))
    again = seedjob(root, *words, env=live(gateway))

    manifest = root / "specs" / "fox.manifest.json"
    found = json.loads(manifest.read_text("utf-8"))["state"] if manifest.exists() else None
    assert (code, code, state) == (done.code, again.code, found), done
    assert gateway.creates == (1 if state else 2)


def test_a_refused_create_never_hides_what_was_paid_before(
    gateway: Elsewhere, tmp_path: Path
) -> None:
    root = project(tmp_path / "p")
    words = ("run", "--yes", "--poll-every", "0.1")
    seedjob(root, *words, env=live(gateway))
    paid = json.loads((root / "specs" / "fox.manifest.json").read_text("utf-8"))
    (root / "specs" / "fox.yaml").write_text(VALID.replace("A fox", "An owl"), "utf-8")
    gateway.create_status, gateway.create_reply = 400, {"error": {"message": "no owls"}}

    done = seedjob(root, *words, env=live(gateway))

    manifest = json.loads((root / "specs" / "fox.manifest.json").read_text("utf-8"))
    (kept,) = manifest["replaced"]
    MANIFESTS.validate(manifest)
    assert (4, "failed") == (done.code, manifest["state"])
    assert (paid["task"], paid["outputs"], paid["cost"], paid["fingerprint"]) == (
        *(kept["task"], kept["outputs"], kept["cost"], kept["fingerprint"]),
    )


def test_a_request_that_changes_back_is_not_bought_again(
    gateway: Elsewhere, tmp_path: Path
) -> None:
    root = project(tmp_path / "p")
    words = ("run", "--yes", "--poll-every", "0.1")
    seedjob(root, *words, env=live(gateway))
    paid = json.loads((root / "specs" / "fox.manifest.json").read_text("utf-8"))
    gateway.create_status, gateway.create_reply = 400, {"error": {"message": "no owls"}}
    (root / "specs" / "fox.yaml").write_text(VALID.replace("A fox", "An owl"), "utf-8")
    seedjob(root, *words, env=live(gateway))
    (root / "specs" / "fox.yaml").write_text(VALID, "utf-8")

    done = seedjob(root, *words, env=live(gateway))

    again = json.loads((root / "specs" / "fox.manifest.json").read_text("utf-8"))
    assert (0, 2) == (done.code, gateway.creates)
    assert again == paid


def test_no_spec_takes_the_record_of_another(gateway: Elsewhere, tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    words = ("run", "--yes", "--poll-every", "0.1")
    seedjob(root, *words, env=live(gateway))
    (root / "specs" / "owl.yaml").write_text("name: fox\n" + VALID.replace("fox", "owl"), "utf-8")

    done = seedjob(root, *words, "specs/owl.yaml", env=live(gateway))

    assert (2, 1) == (done.code, gateway.creates)
    assert "the job's name 'fox' of specs/owl.yaml is taken by fox.yaml" in done.err


def test_a_renamed_spec_that_keeps_its_name_keeps_its_record(
    gateway: Elsewhere, tmp_path: Path
) -> None:
    root = project(tmp_path / "p", fox="name: star\n" + VALID)
    words = ("run", "--yes", "--poll-every", "0.1")
    seedjob(root, *words, env=live(gateway))
    (root / "specs" / "fox.yaml").rename(root / "specs" / "owl.yaml")

    done = seedjob(root, *words, env=live(gateway))

    assert (0, 1) == (done.code, gateway.creates)


def test_a_file_of_peoples_own_is_not_replaced_by_a_video(
    gateway: Elsewhere, tmp_path: Path
) -> None:
    root = project(tmp_path / "p")
    (root / "specs" / "fox.mp4").write_bytes(b"mine")

    done = seedjob(root, "run", "--yes", env=live(gateway))

    assert (2, 0) == (done.code, gateway.creates)
    assert "fox.mp4 is there and no manifest tells of it" in done.err


@pytest.mark.parametrize("words", [("run", "--yes"), ("run", "--local")])
def test_an_input_is_not_replaced_by_a_video(
    words: tuple[str, ...], gateway: Elsewhere, tmp_path: Path
) -> None:
    clip = "fox.local.mp4" if "--local" in words else "fox.mp4"
    video = f"video_url, video_url: {{path: {clip}}}"
    root = project(
        tmp_path / "p", fox=VALID.split("  - {type: image")[0] + f"  - {{type: {video}}}\n"
    )
    shutil.copy(ROOT / "specs" / "media" / "waves.mp4", root / "specs" / clip)

    done = seedjob(root, *words, env=live(gateway))

    assert (2, 0, 0) == (done.code, gateway.creates, creates(root))
    assert "is an input, and would be replaced" in done.err


def test_the_key_is_taken_out_of_what_plays_it_back(gateway: Elsewhere, tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    key = "abcdEF/ghij+KLmn=="
    gateway.create_status = 400
    gateway.create_reply = {"error": {"message": f"bad request with key {key}"}}

    done = seedjob(root, "run", "--yes", env=live(gateway) | {"SEEDJOB_API_KEY": key})

    manifest = (root / "specs" / "fox.manifest.json").read_text("utf-8")
    assert done.code == 4
    assert "with key [key]" in done.err
    assert "ghij" not in manifest + done.out + done.err


def test_two_runs_from_different_folders_meet_at_one_lock(tmp_path: Path) -> None:
    from seedjob.run.lock import locked

    root = project(tmp_path / "p")
    (root / "seedjob.toml").unlink()
    with locked(root):
        codes = [
            seedjob(root, "run", "--local", *words).code for words in ((), ("specs/fox.yaml",))
        ]

    assert codes == [6, 6]


def test_nobody_reading_the_end_does_not_change_the_end(gateway: Elsewhere, tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    gateway.create_status, gateway.create_reply = 502, {"message": "bad gateway"}
    with start(root, "run", "--yes", env=live(gateway)) as process:
        assert process.stdout
        process.stdout.close()
        process.wait(timeout=60)

    assert process.returncode == 10


def test_a_run_without_a_network_waits_and_can_be_stopped(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    env = {"SEEDJOB_BASE_URL": "http://127.0.0.1:9", "SEEDJOB_API_KEY": KEY}
    with start(root, "run", "--yes", env=env) as process:
        assert process.stderr
        waits = any("not created" in line for line in process.stderr)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)

    assert (True, 130) == (waits, process.returncode)
    assert not list(root.glob("specs/*manifest*"))


@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGKILL, -9)],
)
def test_a_stopped_run_is_resumed_and_pays_once(
    number: signal.Signals, code: int, tmp_path: Path
) -> None:
    root = project(tmp_path / "p", fox=VALID, owl=VALID)
    with start(root, "run", "--local", "--service-speed", "0.05") as process:
        _until(lambda: _states(root) == ["submitted", "submitted"])
        process.send_signal(number)
        process.communicate(timeout=60)

    assert process.returncode == code
    assert not list(root.glob("specs/*.mp4"))
    done = seedjob(root, "run", "--local")
    assert done.code == 0, done
    assert creates(root) == 2
    assert len(list(root.glob("specs/*.mp4"))) == 2


def test_a_second_signal_leaves_at_once_and_says_what_is_unknown(
    gateway: Elsewhere, tmp_path: Path
) -> None:
    root = project(tmp_path / "p")
    gateway.create_takes = 300.0
    with start(root, "run", "--yes", env=live(gateway)) as process:
        _until(lambda: gateway.creates == 1)
        process.send_signal(signal.SIGINT)
        _until(lambda: _ends(process, signal.SIGTERM))
        _, err = process.communicate(timeout=60)

    assert process.returncode == 10
    assert "left at once: 1 creates have an unknown outcome" in err
    assert seedjob(root, "run", "--yes", env=live(gateway)).code == 10
    assert gateway.creates == 1


def test_a_preview_that_the_local_service_forgot_is_made_anew(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    seedjob(root, "run", "--local")
    (root / "specs" / "fox.local.mp4").unlink()
    shutil.rmtree(root / ".seedjob")

    codes = [seedjob(root, "run", "--local").code for _ in range(2)]

    assert codes == [4, 0]


@pytest.mark.parametrize("stderr", ["2>/dev/full", "2>&-", ""])
def test_a_receipt_is_heard_somewhere(stderr: str) -> None:
    program = "from seedjob.cli import command, main, progress; import sys\n"
    program += "progress.tell('a', 'lost?')\nprogress.tell('a', 'SEEDJOB-RECEIPT {}')"
    closed = "sys.stderr is None and setattr(sys, 'stderr', open('/dev/null', 'w'))\n"
    code = f"import sys\n{closed}{program}"

    done = subprocess.run(
        ["/bin/bash", "-c", f'"$0" -c "$1" {stderr}', sys.executable, code],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip

    assert "SEEDJOB-RECEIPT {}" in (done.stdout if stderr else done.stderr)


def test_a_deadline_leaves_the_task_resumable(tmp_path: Path) -> None:
    root = project(tmp_path / "p")

    late = seedjob(root, "run", "--local", "--service-speed", "0.01", "--deadline", "0.5")
    done = seedjob(root, "run", "--local")

    assert (5, 0) == (late.code, done.code)
    assert creates(root) == 1


def _states(root: Path) -> list[str]:
    """Read the states of the jobs; a manifest is whole at any time."""
    return [json.loads(path.read_text("utf-8"))["state"] for path in root.glob("specs/*.json")]


def _ends(process: subprocess.Popen[str], number: signal.Signals) -> bool:
    """Tell whether it has ended; else send it a signal, of which those too soon are echoes."""
    ended = process.poll() is not None
    if not ended:
        process.send_signal(number)
    return ended


def _until(true: object) -> None:
    assert callable(true)
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if true():
            return
        time.sleep(0.025)
    pytest.fail("it never came to that")
