"""`seedjob.toml`: what is not about the picture."""

from typing import Final

LARGEST: Final = 1 << 16
"""Bytes; settings are a page."""
