"""How much of anything a text may hold: far more than any spec needs, far less than hurts."""

from typing import Final

LONGEST_SCALAR: Final = 65_536
MOST_KEYS: Final = 1_000
MOST_ITEMS: Final = 10_000
