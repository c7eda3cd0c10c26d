"""Print what each hostile behaviour costs: `python -m tests.hostile [SECONDS]`."""

import asyncio
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.hostile.behaviours import BEHAVIOURS, MIB
from tests.hostile.client import Cost
from tests.hostile.measure import expected, look, measure
from tests.hostile.videos import HOSTILE, hostile, sound

ROW = "{:38} {:46} {:>6} {:>9} {}\n"


def show(name: str, cost: Cost) -> None:
    """Print a row, marked where an answer is not the right one."""
    right = cost.answers == expected(BEHAVIOURS[name])
    told = ", ".join(cost.answers.values())
    figures = (f"{cost.seconds:.2f}", f"{cost.extra / MIB:.1f}")
    sys.stdout.write(ROW.format(name, told, *figures, "" if right else "WRONG"))


def show_video(name: str, cost: Mapping[str, Any]) -> None:
    """Print the row of a video that was looked at."""
    told = "refused" if isinstance(cost["told"], str) else "taken"
    figures = (f"{cost['seconds']:.2f}", f"{cost['extra'] / MIB:.1f}")
    sys.stdout.write(ROW.format(f"video: {name}", told, *figures, ""))


def main() -> None:
    """Measure all."""
    seconds = float(sys.argv[1]) if sys.argv[1:] else 1.0
    sys.stdout.write(ROW.format("behaviour", "answers", "s", "extra MiB", ""))
    for name, cost in asyncio.run(measure(BEHAVIOURS, seconds)).items():
        show(name, cost)
    with TemporaryDirectory() as folder:
        source = sound(Path(folder) / "sound.mp4", 48)
        for name in HOSTILE:
            show_video(name, look(hostile(name, source, Path(folder) / "v.mp4")))


if __name__ == "__main__":
    main()
