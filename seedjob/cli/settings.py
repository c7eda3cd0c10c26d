"""Environment and flags to what a live run needs: where the service stands, and the key."""

import os
from pathlib import Path
from typing import Final

from seedjob.errors import ServiceUnusable, UsageError

KEY: Final = "SEEDJOB_API_KEY"
BASE_URL: Final = "SEEDJOB_BASE_URL"


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
