"""What holds of every run, whatever happened to it, to a list of what was broken."""

import base64
import json
import unicodedata
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from jsonschema import Draft202012Validator

from tests.matrix.moments import Stage
from tests.matrix.theatre import KEY, ROOT, Played

SCHEMA = Draft202012Validator(json.loads((ROOT / "schemas/manifest.schema.json").read_text()))
RECEIPT = "SEEDJOB-RECEIPT "
DOUBT = {"unknown", "submitting"}
SECRETS = {
    "the key": KEY,
    "the key, percent-encoded": quote(KEY, safe=""),
    "the key in base64": base64.b64encode(KEY.encode()).decode(),
    "the key in JSON": KEY.replace("/", "\\/"),
    "a signed link": "Signature=",
}


def broken(played: Played) -> Iterator[str]:
    """Tell which promises a run broke."""
    yield from _leaks(played)
    yield from _controls(played.said.out + played.said.err)
    yield from _manifests(played.stage)
    yield from _lost(played)
    yield from _leftovers(played)
    yield from _wrong_videos(played)


def _leaks(played: Played) -> Iterator[str]:
    kept = {path.name: path.read_bytes() for path in _files(played.stage)}
    for place, data in (
        kept | {"stdout": played.said.out.encode(), "stderr": played.said.err.encode()}
    ).items():
        for name, secret in SECRETS.items():
            if secret.encode() in data:
                yield f"{place} holds {name}"


def _files(stage: Stage) -> Iterator[Path]:
    """Find what the program wrote; what a service of its own keeps is that one's."""
    for path in stage.project.rglob("*"):
        if path.is_file() and stage.service not in path.parents and not path.is_symlink():
            yield path


def _controls(text: str) -> Iterator[str]:
    acting = {c for c in text if unicodedata.category(c) in {"Cc", "Cf", "Cs"}} - {"\n"}
    if acting:
        yield f"the output holds {acting!r}"


def _manifests(stage: Stage) -> Iterator[str]:
    for path in stage.specs.glob("*.manifest.json"):
        text = path.read_text("utf-8")
        if text != '{"manifest": 1, "state": "subm':  # torn before the run, and not ours to mend
            yield from (
                f"{path.name}: {fault.message}" for fault in SCHEMA.iter_errors(json.loads(text))
            )


def _lost(played: Played) -> Iterator[str]:
    """Find ids that were given and that nothing of ours tells of, not even a doubt."""
    stage = played.stage
    told = list(stage.manifests().values()) if _reads(played) else []
    records = [record for one in told for record in (one, *one.get("replaced", []))]
    known = {record["task"].get("id") for record in records if record.get("task")}
    receipts = [line for line in played.said.err.splitlines() if line.startswith(RECEIPT)]
    doubts = sum(one["state"] in DOUBT for one in told) + len(receipts)
    ids = {line["task"] for line in stage.posts() if line["task"]}
    if len(ids - known) > doubts:
        yield f"of {len(ids)} ids {len(ids - known)} are told of nowhere"


def _leftovers(played: Played) -> Iterator[str]:
    """Find what a run that ended by itself has no use for any more."""
    if played.said.code in {0, 4}:
        for pattern in ("*.part", ".*.draft", ".*.room"):
            for path in played.stage.specs.glob(pattern):
                if not path.is_symlink():
                    yield f"{path.name} is left over"


def _wrong_videos(played: Played) -> Iterator[str]:
    """Find videos that are not, byte by byte, one that the service made; half of one, say."""
    stage = played.stage
    made = {sha256(path.read_bytes()).hexdigest() for path in (stage.service / "videos").glob("*")}
    recorded = (
        [one for one in stage.manifests().values() if one["outputs"]] if _reads(played) else []
    )
    for video in stage.specs.glob("*.mp4"):
        if sha256(video.read_bytes()).hexdigest() not in made:
            yield f"{video.name} is none that the service made"
    for output in (output for one in recorded for output in one["outputs"]):
        if sha256((stage.specs / output["path"]).read_bytes()).hexdigest() != output["sha256"]:
            yield f"{output['path']} is not what its manifest tells of"


def _reads(played: Played) -> bool:
    return played.run.state != "torn"
