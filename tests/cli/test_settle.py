"""A person's word on a create whose answer was lost, as another program sees it."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from seedjob.manifest import (
    Error,
    Manifest,
    Replaced,
    Service,
    State,
    Task,
    manifest_path,
    timestamp,
)
from seedjob.manifest_text import load
from seedjob.record import Record
from seedjob.run.receipt import Receipt, read_receipts, write_receipt
from tests.cli.gateway import Elsewhere, elsewhere
from tests.cli.program import VALID, Said, project, seedjob, start

NOW = datetime.now(UTC).replace(microsecond=0)
MODEL = "seedance_2_0_x1_official"
UNKNOWN = Manifest(
    job="fox",
    spec="fox.yaml",
    service="live",
    state="unknown",
    fingerprint="sha256:0",
    request={
        "model": MODEL,
        "resolution": "480p",
        "ratio": "16:9",
        "duration": 4,
        "content": [
            {"type": "text", "text": "A fox"},
            {"type": "image_url", "image_url": {"url": "https://example.com/fox.png"}},
        ],
    },
    task=Task(submitted_at=timestamp(NOW)),
    error=Error(kind="network", message="no answer in time"),
    tool="seedjob test",
)


def record(root: Path, job: str = "fox", service: Service = "live") -> Record:
    return Record(manifest_path(root / "specs", job, service))


def put(root: Path, job: str = "fox", **update: Any) -> Manifest:
    """Put a manifest beside its spec, as a run left it."""
    manifest = UNKNOWN.model_copy(update={"job": job, "spec": f"{job}.yaml", **update})
    record(root, job, manifest.service).write(manifest)
    return manifest


def held(root: Path, job: str = "fox") -> Manifest:
    manifest = load(record(root, job).path)
    assert manifest is not None
    return manifest


def settle(root: Path, *words: str, gateway: Elsewhere | None = None) -> Said:
    env = {"SEEDJOB_BASE_URL": gateway.base, "SEEDJOB_API_KEY": "k"} if gateway else {}
    return seedjob(root, "settle", *words, env=env)


def run(root: Path, gateway: Elsewhere, *words: str) -> Said:
    env = {"SEEDJOB_BASE_URL": gateway.base, "SEEDJOB_API_KEY": "k"}
    return seedjob(root, "run", "--yes", "--poll-every", "0.05", *words, env=env)


def test_what_was_not_created_is_asked_for_again_and_the_word_stays_on_record(
    tmp_path: Path,
) -> None:
    root = project(tmp_path / "p")
    put(root)

    began = datetime.now(UTC).replace(microsecond=0)
    said = settle(root, "specs/fox", "--not-created", "--reason", "not in the console")
    ended = datetime.now(UTC)

    told = held(root)
    assert (0, "failed", False) == (said.code, told.state, told.cost.charged), said.err
    assert told.settled is not None
    assert ("not-created", "not in the console") == (told.settled.verdict, told.settled.reason)
    assert began <= datetime.fromisoformat(told.settled.at) <= ended
    with elsewhere() as gateway:
        done = run(root, gateway)
        assert (0, 1) == (done.code, gateway.creates), done.err
    assert held(root).state == "completed"
    assert [old.settled for old in held(root).replaced] == [told.settled]


NEXT: dict[Service, str] = {
    "live": "fox: not created; `seedjob run` asks for it again, which pays again if it was",
    "local": "fox: not created; `seedjob run --local` asks for it again, which is free",
}


@pytest.mark.parametrize("service", NEXT)
def test_the_run_that_comes_next_is_named_with_what_it_costs(
    service: Service, tmp_path: Path
) -> None:
    root = project(tmp_path / "p")
    put(root, service=service)

    said = settle(root, "fox", "--not-created", *(["--local"] if service == "local" else []))

    assert f"specs/{NEXT[service]}\n" == said.err


def test_what_was_given_up_is_left_alone_until_somebody_asks_to_retry(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    fingerprint = _fingerprint(root)
    put(root, fingerprint=fingerprint)

    said = settle(root, "fox", "--abandon", "--reason", "nobody can tell")

    told = held(root)
    assert (0, "failed", "unknown") == (said.code, told.state, told.cost.charged), said.err
    assert told.settled is not None
    assert told.settled.verdict == "abandoned"
    with elsewhere() as gateway:
        assert (0, 0) == (run(root, gateway).code, gateway.creates)
        shown = seedjob(root, "status")
        assert "given up: nobody can tell" in shown.out
        assert (0, 1) == (run(root, gateway, "--retry", "failed").code, gateway.creates)


def test_the_task_that_was_found_is_followed_without_a_create(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    put(root, fingerprint=_fingerprint(root))
    with elsewhere() as gateway:
        gateway.tells = {"model": MODEL, "created": int(NOW.timestamp()) + 3}

        said = settle(root, "specs/fox.yaml", "--task-id", "video/7 a", gateway=gateway)

        assert (0, "submitted", "video/7 a") == (said.code, *_task(root)), said.err
        done = run(root, gateway)
        assert (0, "completed", 0) == (done.code, held(root).state, gateway.creates), done.err
    told = held(root).settled
    assert told is not None
    assert told.verdict == "task-id"


@dataclass(frozen=True)
class Case:
    """A word that is refused: what the record and the service hold, and what is said."""

    says: str
    words: tuple[str, ...]
    code: int
    told: str
    state: State = "unknown"
    tells: dict[str, object] = field(default_factory=dict)
    status: int = 200


ID = ("fox", "--task-id", "t")
REFUSED = (
    Case("another model", ID, 2, "its model is 'other', not 'seedance", tells={"model": "other"}),
    Case("made before it was asked for", ID, 2, "does not fit: it was made at",
         tells={"created": int(NOW.timestamp()) - 400}),
    Case("made long after", ID, 2, "--force takes it all the same",
         tells={"created": int(NOW.timestamp()) + 700}),
    Case("unknown to the service", ID, 2, "the service does not know task 't'", status=404),
    Case("a service in trouble", ID, 7, "task 't' could not be asked for", status=503),
    Case("a key that is refused", ID, 7, "task 't' could not be asked for", status=401),
    Case("the task of another job", ("fox", "--task-id", "owned"), 2, "of specs/owner already"),
    Case("an earlier one of another job", ("fox", "--task-id", "old"), 2, "of specs/owner already"),
    Case("an empty id", ("fox", "--task-id", " "), 2, "the id is empty"),
    Case("an id of a megabyte", ("fox", "--task-id", "x" * 100_000), 2, "characters long"),
    Case("a job that is done", ("owner", "--abandon"), 2, "it is completed; only a create with"),
    Case("a job that is paid", ("fox", "--abandon"), 2, "it is submitted; only", state="submitted"),
    Case("no such job", ("wolf", "--abandon"), 2, "'wolf' has no manifest; unknown are: specs/fox"),
    Case("a place elsewhere", ("../fox", "--abandon"), 2, "'../fox' has no manifest"),
    Case("a name that no file can bear", ("x" * 300, "--abandon"), 2, "has no manifest"),
    Case("a reason that is no text", ("fox", "--abandon", "--reason", "\udcff"), 2, "is no text"),
    Case("no job", ("--abandon",), 2, "settle needs a JOB"),
    Case("no word", ("fox",), 2, "takes one of --task-id ID, --not-created and --abandon"),
    Case("two words", ("fox", "--abandon", "--not-created"), 2, "takes one of"),
    Case("a name that no disk holds", (300 * "a", "--abandon"), 2, "has no manifest"),
    Case("an error that forges lines", ID, 2, "know task 't': no\\n::error::x", status=400,
         tells={"error": {"message": "no\n::error::x"}, "status": None, "video_url": None}),
    Case("a receipt and a word", ("fox", "--from-receipt", "-"), 2, "--from-receipt stands alone"),
)  # fmt: skip


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.says)
def test_a_word_that_cannot_be_true_changes_nothing(case: Case, tmp_path: Path) -> None:
    root = project(tmp_path / "p", fox=VALID, owner=VALID)
    before = put(root, state=case.state, task=Task(id="s", submitted_at=timestamp(NOW)))
    owned, old = (Task(id=name, submitted_at=timestamp(NOW)) for name in ("owned", "old"))
    earlier = Replaced(fingerprint="sha256:1", state="completed", task=old)
    put(root, "owner", state="completed", task=owned, replaced=[earlier])
    with elsewhere() as gateway:
        gateway.tells, gateway.ask_status = case.tells, case.status

        said = settle(root, *case.words, gateway=gateway)

    assert case.code == said.code, said.err
    assert case.told in said.err
    assert before == held(root)


def test_a_project_within_has_a_lock_of_its_own_and_is_left_to_it(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    within = project(root / "within")
    before = put(within)
    (root / "specs" / "other.yaml").symlink_to(within / "specs" / "fox.yaml")

    with elsewhere() as gateway:
        settled = settle(root, "within/specs/fox", "--abandon")
        told = [
            run(root, gateway, "specs", *more) for more in (["within/specs"], ["specs/other.yaml"])
        ]
        alone = run(root, gateway, "specs")

    assert (2, before) == (settled.code, held(within))
    assert "has no manifest" in settled.err
    assert [2, 2] == [one.code for one in told]
    assert all("belongs to a project of its own" in one.err for one in told)
    assert (0, 1, "1 job: 1 done") == (alone.code, gateway.creates, alone.err.splitlines()[-1])


def test_a_record_that_is_a_link_in_a_circle_is_no_record(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    circle = root / "specs" / "fox.manifest.json"
    circle.symlink_to(circle)

    said = settle(root, "specs/fox", "--abandon")

    assert said.code == 2
    assert "its links lead in a circle" in said.err


def test_an_answer_that_comes_while_a_task_is_looked_up_stays(tmp_path: Path) -> None:
    """So it is where the lock was removed, by git clean say, while a run was on."""
    root = project(tmp_path / "p")
    put(root, state="submitting", error=None)
    with elsewhere() as gateway:
        gateway.answers.clear()
        env = {"SEEDJOB_BASE_URL": gateway.base, "SEEDJOB_API_KEY": "k"}
        with start(root, "settle", *ID, env=env) as process:
            while not gateway.api:
                time.sleep(0.01)
            put(root, state="submitted", task=Task(id="paid", submitted_at=timestamp(NOW)))
            gateway.answers.set()
            _, err = process.communicate(timeout=60)

    assert (2, "submitted", "paid") == (process.returncode, *_task(root))
    assert "its record has changed meanwhile" in err


def test_force_takes_a_task_that_does_not_fit(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    put(root)
    with elsewhere() as gateway:
        gateway.tells = {"model": "other", "created": 5}

        assert settle(root, *ID, "--force", gateway=gateway).code == 0

    assert _task(root) == ("submitted", "t")


def test_a_task_turns_up_after_it_was_given_up(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    put(root)
    assert settle(root, "fox", "--abandon").code == 0
    with elsewhere() as gateway:
        assert settle(root, *ID, gateway=gateway).code == 0

    assert _task(root) == ("submitted", "t")


def test_a_word_said_by_mistake_is_taken_back_before_anybody_acts_on_it(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    put(root, fingerprint=_fingerprint(root))
    assert settle(root, "fox", "--not-created").code == 0

    said = settle(root, "fox", "--abandon", "--reason", "it may be there")

    told = held(root)
    assert (0, "failed", "unknown") == (said.code, told.state, told.cost.charged), said.err
    assert told.settled is not None
    assert ("abandoned", "it may be there") == (told.settled.verdict, told.settled.reason)
    with elsewhere() as gateway:
        assert (0, 0) == (run(root, gateway).code, gateway.creates)


def test_a_wrong_task_that_was_taken_can_be_taken_back(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    put(root)
    with elsewhere() as gateway:
        assert settle(root, *ID, gateway=gateway).code == 0
        assert settle(root, "fox", "--task-id", "right", gateway=gateway).code == 0
        assert _task(root) == ("submitted", "right")

    assert settle(root, "fox", "--abandon").code == 0
    assert _task(root) == ("failed", None)


def test_status_lists_what_a_person_needs_to_find_it(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    put(root, state="submitting", error=None)

    people, programs = seedjob(root, "status"), seedjob(root, "status", "--format", "json")

    later = timestamp(NOW + timedelta(minutes=2))
    for told in (
        timestamp(NOW), later, f"{MODEL} 480p 16:9 4 s", "A fox", "https://example.com/fox.png",
        "seedjob settle specs/fox --task-id ID", "--not-created", "--abandon",
    ):  # fmt: skip
        assert told in people.out
    sought = programs.data[0]["sought"]
    assert [timestamp(NOW), later] == [sought["sent_after"], sought["sent_before"]]
    assert (MODEL, "A fox", 4) == (sought["model"], sought["prompt"], sought["duration"])


@pytest.mark.parametrize(
    ("request_", "at"),
    [
        ({}, "2026-01-01T00:00:00Z"),
        ({"content": 5, "duration": "long"}, "2026-01-01T00:00:00Z"),
        ({"content": [{"type": "text", "text": 5}, 7]}, "9998-12-31T23:59:59Z"),
    ],
    ids=("of a receipt alone", "of a stranger", "at the end of time"),
)
def test_status_tells_of_a_record_that_knows_little(
    request_: dict[str, Any], at: str, tmp_path: Path
) -> None:
    root = project(tmp_path / "p")
    put(root, request=request_, task=Task(submitted_at=at))

    shown = seedjob(root, "status")

    assert (0, "None" in shown.out) == (shown.code, False), shown.err
    assert f"created   {at}" in shown.out


@pytest.mark.parametrize("content", [5, True, "A fox", {"text": "A fox"}, [5], None])
def test_status_lists_an_unknown_whose_request_is_odd(content: object, tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    put(root, request={"model": [], "content": content})

    said = seedjob(root, "status")

    assert (0, "") == (said.code, said.err)
    assert "seedjob settle specs/fox --task-id ID" in said.out


def test_a_record_of_a_spec_that_no_disk_holds_is_no_other_jobs(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    put(root, spec=f"{300 * 'a'}.yaml")

    with elsewhere() as gateway:
        assert (10, 0) == (run(root, gateway).code, gateway.creates)


def test_a_reason_that_is_no_text_is_refused(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    before = put(root)

    said = settle(root, "fox", "--abandon", "--reason", "caf\udce9")

    assert (2, before) == (said.code, held(root))
    assert "--reason" in said.err


def test_a_receipt_out_of_a_log_brings_the_id_back_to_the_intent(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    put(root, state="submitting", error=None)
    (root / "ci.log").write_text(f"12:00 seedjob: {_receipt(task_id='task-7')}\r\n12:01 exit 11\n")

    said = settle(root, "--from-receipt", "ci.log")

    assert (0, "submitted", "task-7") == (said.code, *_task(root)), said.err
    assert "holds it already" in settle(root, "--from-receipt", "ci.log").err


@pytest.mark.parametrize("changed", [False, True])
def test_a_receipt_outlives_the_folder_of_its_manifest(changed: bool, tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    fingerprint = _fingerprint(root)
    if changed:
        (root / "specs" / "fox.yaml").write_text(VALID.replace("A fox", "A wolf"))
    (root / "r").write_text(_receipt(task_id="task-7", fingerprint=fingerprint))

    said = settle(root, "--from-receipt", "r")

    assert (0, "submitted", "task-7") == (said.code, *_task(root)), said.err
    assert held(root).fingerprint == fingerprint
    assert bool(held(root).request) != changed
    with elsewhere() as gateway:
        done = run(root, gateway)
        assert (5 if changed else 0, 0) == (done.code, gateway.creates), done.err


def test_a_receipt_without_an_id_leaves_the_create_unknown(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    (root / "r").write_text(_receipt(said="no answer in time"))

    assert settle(root, "--from-receipt", "r").code == 0
    assert held(root).state == "unknown"


DAMAGED = {
    "cut": ('SEEDJOB-RECEIPT {"job": "specs/fox", "ta', "this receipt is damaged"),
    "nothing": ("all is well", "holds no line with SEEDJOB-RECEIPT"),
    "half a character": (
        """SEEDJOB-RECEIPT {"job": "\\ud800", "spec": "", "service": "", "fingerprint": "",
        "submitted_at": ""}""".replace("\n", ""),
        "this receipt is damaged",
    ),
}
STRANGE = {
    "elsewhere": ("none of this project", {"job": "../../fox"}),
    "a name that no disk holds": ("none of this project", {"job": f"specs/{300 * 'a'}"}),
    "in the folder of our own": ("none of this project", {"job": ".seedjob/fox"}),
    "a name that acts": ("none of this project", {"job": "specs/a\n\x1b[31m"}),
    "a spec elsewhere": ("none of this project", {"spec": "/"}),
    "a spec above": ("none of this project", {"spec": "specs/../../a.yaml"}),
    "a spec that no disk holds": ("this receipt is damaged", {"spec": "specs/a\0.yaml"}),
    "a spec of a long name": ("none of this project", {"spec": f"specs/{300 * 'a'}.yaml"}),
    "no id": ("the id is empty", {"task_id": " "}),
    "no time": ("none of this project", {"submitted_at": "yesterday"}),
    "a time before all": ("none of this project", {"submitted_at": "0001-01-01T00:00:00+23:59"}),
    "half a letter": ("this receipt is damaged", {"job": "specs/\ud800"}),
    "a spec that no file can be": ("this receipt is damaged", {"spec": "specs/\0.yaml"}),
    "a job that no file can be": ("none of this project", {"job": "x" * 300}),
    "a time before time": ("none of this project", {"submitted_at": "0001-01-01T00:00:00+01:00"}),
    "no service": ("none of this project", {"service": "other"}),
    "another create": ("tells of another create", {"submitted_at": "2020-01-01T00:00:00Z"}),
    "another's task": ("is that of specs/owner already", {"task_id": "owned"}),
}


@pytest.mark.parametrize("name", [*DAMAGED, *STRANGE])
def test_a_receipt_that_cannot_be_believed_changes_nothing(name: str, tmp_path: Path) -> None:
    root = project(tmp_path / "p", fox=VALID, owner=VALID)
    before = put(root)
    put(root, "owner", state="submitted", task=Task(id="owned", submitted_at=timestamp(NOW)))
    if name in DAMAGED:
        text, told = DAMAGED[name]
    else:
        told, wrong = STRANGE[name]
        text = _receipt(**{"task_id": "t", **wrong})
    (root / "r").write_text(text)

    said = settle(root, "--from-receipt", "r")

    assert said.code == 2
    assert told in said.err
    assert before == held(root)


@pytest.mark.parametrize("reply", ["id", "error"])
def test_no_service_writes_a_receipt_into_a_log(reply: str, tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    with elsewhere() as gateway:
        gateway.create_reply = {reply: f"no {_receipt(job='specs/owl', task_id='t')}"}
        done = run(root, gateway)
    (root / "ci.log").write_text(done.out + done.err)

    said = settle(root, "--from-receipt", "ci.log")

    assert r"SEEDJOB\x2dRECEIPT" in done.err
    assert (2, False) == (said.code, record(root, "owl").path.exists()), said.err
    assert "holds no line with SEEDJOB-RECEIPT" in said.err


def test_a_line_that_was_written_is_read_back() -> None:
    one = Receipt("specs/fox", "specs/fox.yaml", "live", "sha256:0", timestamp(NOW), 'a"\n\u202eb')

    assert [one] == list(read_receipts(f"x {write_receipt(one)} y\n"))


def _receipt(**update: str) -> str:
    told = {
        "job": "specs/fox",
        "spec": "specs/fox.yaml",
        "service": "live",
        "fingerprint": "sha256:0",
        "submitted_at": timestamp(NOW),
    }
    return write_receipt(Receipt(**{**told, **update}))


def _task(root: Path) -> tuple[str, str | None]:
    manifest = held(root)
    assert manifest.task is not None
    return manifest.state, manifest.task.id


def _fingerprint(root: Path) -> str:
    """Make the spec's fingerprint, by a run that is refused."""
    with elsewhere() as gateway:
        gateway.create_status, gateway.create_reply = 400, {"error": "no"}
        run(root, gateway)
    made = held(root).fingerprint
    record(root).path.unlink()
    return made
