"""Print what each hostile behaviour costs: `python -m tests.hostile [SECONDS]`."""

import asyncio
import sys

from tests.hostile.behaviours import BEHAVIOURS, MIB
from tests.hostile.client import Cost
from tests.hostile.measure import expected, measure

ROW = "{:34} {:46} {:>6} {:>9} {}\n"


def show(name: str, cost: Cost) -> None:
    """Print a row, marked where an answer is not the right one."""
    right = cost.answers == expected(BEHAVIOURS[name])
    told = ", ".join(cost.answers.values())
    figures = (f"{cost.seconds:.2f}", f"{cost.extra / MIB:.1f}")
    sys.stdout.write(ROW.format(name, told, *figures, "" if right else "WRONG"))


def main() -> None:
    """Measure all."""
    seconds = float(sys.argv[1]) if sys.argv[1:] else 1.0
    sys.stdout.write(ROW.format("behaviour", "answers", "s", "extra MiB", ""))
    for name, cost in asyncio.run(measure(BEHAVIOURS, seconds)).items():
        show(name, cost)


if __name__ == "__main__":
    main()
