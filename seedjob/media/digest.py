"""A file to its sha256 and its length."""

import hashlib
from pathlib import Path

from seedjob.errors import MediaError


def hash_file(path: Path) -> tuple[str, int]:
    """Hash a whole regular file; return (hex digits, bytes), raise MediaError if unreadable."""
    try:
        if not path.is_file():  # a pipe or a device would never end
            raise MediaError(f"'{path.name}' is no file")
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            return digest, file.tell()
    except OSError as error:
        raise MediaError(f"cannot read '{path.name}': {error.strerror or error}") from error
