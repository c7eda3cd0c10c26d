"""Rules that a secret breaks."""

from typing import Final

PRIVATE: Final = frozenset({"secret", "url-credentials"})
"""The line that breaks one is not shown once more: a report may lie where many read it."""
