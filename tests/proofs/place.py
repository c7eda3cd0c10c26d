"""A number of jobs to a place for a proof: a project, its service, and what its runs said."""

import json
import os
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from tests.proofs.chances import Chances, words

ROOT: Final = Path(__file__).parents[2]

KEY: Final = f'sk/{b64encode(sha256(b"a key of nobody").digest()).decode()}~&"\\'
"""No key of anybody's; it holds what every way of writing one writes differently."""

MARK: Final = sha256(b"a signature of nobody").hexdigest()[:32]
"""What the signature of each link begins with, so that a scan needs to look for one text alone."""

SPEC: Final = """\
model: seedance_2_0_x1_official
duration: 4
content:
  - {type: text, text: NAME}
  - {type: image_url, image_url: {url: "asset://fox"}}
"""


@dataclass(frozen=True, slots=True)
class Place:
    """One folder of a proof, with room for the project, what was said, and the service's log."""

    root: Path

    @property
    def project(self) -> Path:
        """Where the runs run."""
        return self.root / "project"

    @property
    def specs(self) -> Path:
        """Where the jobs, their records and their videos lie."""
        return self.project / "specs"

    @property
    def said(self) -> Path:
        """Where all that the runs print is put."""
        return self.root / "said"

    @property
    def service(self) -> Path:
        """Where the service's own log is put."""
        return self.root / "service"

    @property
    def clip(self) -> str:
        """The hash of the video that the service gives for every task."""
        return sha256((self.service / "clip.mp4").read_bytes()).hexdigest()

    def lines(self, log: str) -> list[dict[str, Any]]:
        """Read a log of the service: `creates` it accepted, or `faults`."""
        path = self.service / f"{log}.jsonl"
        written = path.read_bytes() if path.exists() else b""
        return [json.loads(line) for line in written.rpartition(b"\n")[0].splitlines()]

    def accepted(self) -> int:
        """Count the creates that the service accepted, quickly."""
        path = self.service / "creates.jsonl"
        return path.read_bytes().count(b"\n") if path.exists() else 0

    def counts(self) -> dict[str, int]:
        """Tell what the service was asked, once it has ended."""
        counts: dict[str, int] = json.loads((self.service / "counts.json").read_bytes())
        return counts


def prepare(root: Path, jobs: int) -> Place:
    """Make a place with a project of so many jobs, each with its own name as its prompt."""
    place = Place(root)
    place.specs.mkdir(parents=True)
    place.said.mkdir()
    (place.project / "seedjob.toml").touch()
    for number in range(jobs):
        name = f"job-{number:05}"
        (place.specs / f"{name}.yaml").write_text(SPEC.replace("NAME", name), "utf-8")
    return place


@contextmanager
def answering(place: Place, chances: Chances, *flags: str) -> Iterator[str]:
    """Keep the bare service up for the length of a block; gives its base URL."""
    flags = (*flags, f"--folder={place.service}", *words(chances))
    command = [sys.executable, "-m", "tests.proofs.answerer", *flags]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def start(
    place: Place, command: Sequence[str], base: str, env: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Start a client in the project; what it prints is appended to files in `said`."""
    given = {
        "PATH": os.environ["PATH"],
        "HOME": str(place.project),
        "PYTHONPATH": str(ROOT),
        "SEEDJOB_API_KEY": KEY,
        "SEEDJOB_BASE_URL": base,
    }
    number = sum(1 for _ in place.said.iterdir()) // 2
    with (
        (place.said / f"{number:04}.out").open("wb") as out,
        (place.said / f"{number:04}.err").open("wb") as err,
    ):
        return subprocess.Popen(
            [sys.executable, *command],
            cwd=place.project,
            env=given | dict(env or {}),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
        )
