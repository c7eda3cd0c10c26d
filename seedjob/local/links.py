"""A task to the link of its video, and back: unguessable, signed, good for a day."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

GOOD_FOR = 24 * 60 * 60  # seconds after completion: results live 24 hours
PREFIX = "/files/"
SECRET = 64  # bytes


@dataclass(frozen=True, slots=True)
class Links:
    """Links under the secret of one service folder, so that they outlive a restart."""

    secret: bytes

    def path(self, task_id: str) -> str:
        """Name the file of a task, without signature."""
        return f"{PREFIX}{self._sign(f'file {task_id}')[:40]}.mp4"

    def link(self, task_id: str, completed: float) -> str:
        """Make the whole link, from the path on."""
        path = self.path(task_id)
        expires = int(completed) + GOOD_FOR
        return f"{path}?Expires={expires}&Signature={self._sign(f'{path} {expires}')}"

    def is_good(self, target: str, now: float) -> bool:
        """Tell whether a link was signed here and has not expired."""
        address = urlsplit(target)
        query = parse_qs(address.query)
        expires, signature = query.get("Expires", [""])[0], query.get("Signature", [""])[0]
        signed = hmac.compare_digest(
            self._sign(f"{address.path} {expires}").encode(), signature.encode("utf-8", "replace")
        )
        return signed and now < int(expires)

    def _sign(self, text: str) -> str:
        return hmac.new(self.secret, text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def links_in(folder: Path) -> Links:
    """Take the folder's secret, or give it one where it has none, or none that is whole."""
    path = folder / "secret"
    if not path.exists() or len(path.read_bytes()) != SECRET:
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(SECRET // 2), "ascii")
    return Links(path.read_bytes())
