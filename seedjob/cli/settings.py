"""Files, environment and flags to settings, to where the service stands, and to the key."""

import os
from pathlib import Path
from typing import Final

from seedjob.diagnostic import Diagnostic, Place
from seedjob.errors import ServiceUnusable, UsageError
from seedjob.settings.judge import Judged, judge
from seedjob.settings.settings import Settings
from seedjob.settings.toml import LARGEST

FILE: Final = "seedjob.toml"
KEY: Final = "SEEDJOB_API_KEY"
BASE_URL: Final = "SEEDJOB_BASE_URL"


def load_settings(root: Path) -> Judged:
    """Read and judge the settings of the project at `root`; without a file all are defaults."""
    try:
        with (root / FILE).open("rb") as file:
            return judge(FILE, file.read(LARGEST + 1))
    except FileNotFoundError:
        return Judged(Settings())
    except OSError as error:
        message = f"the file cannot be read: {error.strerror}"
        place = Place(1, 1, 1, 1)
        return Judged(None, (Diagnostic(FILE, place, "unreadable", message, "make it readable"),))


def base_url(flag: str | None, default: str) -> str:
    """Pick the base URL: flag, environment, the service's own."""
    return flag or os.environ.get(BASE_URL) or default


def api_key(file: Path | None) -> str:
    """Read the key from `file` or the environment; it is never shown.

    Raises UsageError for a file that cannot be read, ServiceUnusable where there is no key.
    """
    if file is None:
        key = os.environ.get(KEY, "").strip()
        if not key:
            raise ServiceUnusable(f"no API key: set {KEY}, or try it for free with --local")
        return key
    try:
        return file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the key's file '{file}' cannot be read: {error}") from None
