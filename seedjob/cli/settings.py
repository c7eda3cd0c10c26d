"""Files, environment and flags to settings, to where the service stands, and to the key."""

import errno
import os
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from seedjob.cli.judging import unreadable
from seedjob.diagnostic import Diagnostic, Severity
from seedjob.errors import ServiceUnusable, UsageError
from seedjob.project import inside
from seedjob.settings import LARGEST
from seedjob.spec.validate import Policy

if TYPE_CHECKING:
    from seedjob.settings.judge import JudgedSettings
    from seedjob.settings.settings import Settings

FILE: Final = "seedjob.toml"
KEY: Final = "SEEDJOB_API_KEY"
BASE_URL: Final = "SEEDJOB_BASE_URL"


@dataclass(frozen=True, slots=True)
class Settled:
    """The project's settings, none where `diagnostics` has an error; and their text.

    Without a file all are defaults, which to make takes longer than to judge a spec.
    """

    judged: "JudgedSettings | None" = None
    diagnostics: tuple[Diagnostic, ...] = ()
    text: str = ""

    @property
    def settings(self) -> "Settings":
        """Give the settings, or the defaults."""
        from seedjob.settings.settings import Settings

        return (self.judged and self.judged.settings) or Settings()

    def policy(self, *, strict: bool) -> Policy:
        """Tell what becomes of warnings; `strict` as it was asked for besides."""
        if self.judged is None:
            return Policy(strict=strict)
        said = self.settings.validate_
        return Policy(frozenset(said.allow), strict or said.strict)

    def idle(self, used: Collection[str], *, strict: bool) -> "Settled":
        """Tell of the rules that are allowed everywhere and that no spec breaks."""
        if self.judged is None or self.judged.settings is None:
            return self
        severity: Severity = "error" if self.policy(strict=strict).strict else "warning"
        return replace(self, diagnostics=self.judged.idle(FILE, used, severity))


def load_settings(root: Path, given: bytes | None = None) -> Settled:
    """Read and judge the settings of the project at `root`, or those `given` in their place."""
    try:
        source = _read(root) if given is None else given
    except FileNotFoundError:
        return Settled()
    except OSError as error:
        return Settled(None, (unreadable(FILE, error),))
    if not source.strip():
        return Settled()
    from seedjob.settings.judge import judge

    judged = judge(FILE, source)
    return Settled(judged, judged.diagnostics, judged.text)


def _read(root: Path) -> bytes:
    """Read the settings; a link out of the project, a pipe or a device is not read."""
    path = root / FILE
    if not path.is_symlink() and not path.exists():
        raise FileNotFoundError(path)
    if not (inside(path, root) and path.is_file()):
        raise OSError(errno.EINVAL, "it is no file of the project")
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


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
