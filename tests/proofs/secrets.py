"""Loud runs against a service that plays the key back, to every byte in which it stands: none.

`python -m tests.proofs.secrets` takes half a minute. One job for each way of playing back the key
or a signed link is run with all that makes Python and its libraries talk, run again, killed with a
traceback in its midst, and reported on in every format. Then all that was written is scanned, the
process list of the time too. Exits with 1 where a secret is found; it names the file and the form.
"""

import argparse
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from subprocess import Popen
from typing import Final

from tests.proofs.chances import Chances
from tests.proofs.clients import OURS
from tests.proofs.judge import Found
from tests.proofs.place import Place, answering, prepare, start
from tests.proofs.playback import plays
from tests.proofs.scan import scan

LOUD: Final[Mapping[str, str]] = {
    "PYTHONDEVMODE": "1",
    "PYTHONFAULTHANDLER": "1",
    "PYTHONASYNCIODEBUG": "1",
    "PYTHONWARNINGS": "always",
    "HTTPX_LOG_LEVEL": "trace",
    "HTTPCORE_LOG_LEVEL": "trace",
    "SSLKEYLOGFILE": "keys.log",
    "DEBUG": "1",
}
"""What makes Python, or a library, tell what it would keep to itself."""

RUN: Final = (*OURS, "--max-unknown", "100000", "--in-flight", "50", "--creates-in-flight", "8")
REPORTS: Final = (
    ("status", "--format", "json"),
    ("status",),
    ("run",),
    RUN[2:],
    *(("validate", "--format", form) for form in ("text", "json", "github", "sarif", "junit")),
)


def prove(place: Place, *, brief: bool = False) -> Found:
    """Play everything back to runs, and scan what they wrote; `brief` leaves some out."""
    with answering(place, Chances(), "--play-back") as base:
        _watched(place, start(place, RUN, base, LOUD))
        for words in REPORTS[:1] if brief else REPORTS:
            start(place, ("-m", "seedjob", *words), base, LOUD).wait()
        _aborted(place, start(place, (*RUN, "--retry", "failed"), base, LOUD))
    if not brief:
        start(place, (*RUN, "--retry", "failed"), "http://127.0.0.1:9", LOUD).wait()
    return scan(place)


def make(folder: Path) -> Place:
    """Make a place with a job for each way of playing back."""
    return prepare(folder, len(plays("")))


def _watched(place: Place, process: Popen[bytes]) -> None:
    """Wait for a run, and note what the process list says meanwhile."""
    seen: set[bytes] = set()
    while process.poll() is None:
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                seen.add(path.read_bytes())
            except OSError:  # it has just ended
                continue
        time.sleep(0.2)
    (place.said / "processes").write_bytes(b"\n".join(sorted(seen)))


def _aborted(place: Place, process: Popen[bytes]) -> None:
    """Let a run die with a traceback while it waits for answers."""
    if hasattr(resource, "prlimit"):  # a core is the memory, and nobody's report
        resource.prlimit(process.pid, resource.RLIMIT_CORE, (0, 0))
    until = place.accepted() + 1
    while process.poll() is None and place.accepted() < until:
        time.sleep(0.01)
    process.send_signal(signal.SIGABRT)
    process.wait()


def main() -> None:
    """Prove, and tell what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", type=Path, help="a new folder in which everything stays")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        place = make(asked.keep or Path(scratch) / "secrets")
        found = prove(place)
        played = place.counts()["played back"]
    for one in sorted(found.leaks):
        sys.stdout.write(f"{one}\n")
    sys.stdout.write(f"{played} played back, {len(found.leaks)} leaks\n")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
