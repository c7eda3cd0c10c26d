"""A video's path to what it costs to look at it: `python -m tests.hostile.look PATH`.

In a process of its own, bounded as `seedjob.media.look` bounds it; prints JSON.
"""

import json
import sys
import time
from dataclasses import asdict
from pathlib import Path

from seedjob.errors import MediaError
from seedjob.media.look import EXTRA_BYTES, MOST_SECONDS, bound
from seedjob.media.probe import probe_video
from tests.hostile.memory import forget_peak, peak


def main() -> None:
    """Look."""
    bound(EXTRA_BYTES, MOST_SECONDS)
    before, since = forget_peak(), time.monotonic()
    try:
        told: object = asdict(probe_video(Path(sys.argv[1])))
    except MediaError as error:
        told = str(error)
    seconds = time.monotonic() - since
    json.dump({"told": told, "extra": peak() - before, "seconds": seconds}, sys.stdout)


if __name__ == "__main__":
    main()
