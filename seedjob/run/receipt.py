"""A task whose record could not be kept to one line, and such lines back to what they tell."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final

from seedjob.manifest import Manifest

MARK: Final = "SEEDJOB-RECEIPT"
_LINE: Final = re.compile(rf"{MARK} (\{{.*)")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was asked for and what came of it; `task_id` is none where nobody knows, as `said`.

    `job` is its id, `spec` the file's path in the project, `submitted_at` UTC in whole seconds.
    """

    job: str
    spec: str
    service: str
    fingerprint: str
    submitted_at: str
    task_id: str | None = None
    said: str | None = None


def receipt(job: str, answered: Manifest) -> Receipt:
    """Make the receipt of a manifest that could not be written."""
    assert answered.task is not None
    folder, slash, _ = job.rpartition("/")
    return Receipt(
        job=job,
        spec=f"{folder}{slash}{answered.spec}",
        service=answered.service,
        fingerprint=answered.fingerprint,
        submitted_at=answered.task.submitted_at,
        task_id=answered.task.id,
        said=answered.error.message if answered.error else None,
    )


def write_receipt(one: Receipt) -> str:
    """Write a receipt as one line of ASCII, which every log carries."""
    told = {name: value for name, value in asdict(one).items() if value is not None}
    return f"{MARK} {json.dumps(told)}"


def read_receipts(text: str) -> Iterator[Receipt | str]:
    """Find the receipts in a log, whatever stands around them; one that is damaged as its text."""
    for found in _LINE.finditer(text):
        yield _read(found[1].rstrip()) or found[0][:_SHOWN]


_SHOWN: Final = 200


def _read(text: str) -> Receipt | None:
    try:
        told, _ = json.JSONDecoder().raw_decode(text)
        json.dumps(told, ensure_ascii=False).encode()  # halves of characters can be kept nowhere
    except (ValueError, RecursionError):
        return None
    names = Receipt.__dataclass_fields__
    known = {name: told[name] for name in names if told.get(name) is not None}
    if not all(map(_is_text, known.values())) or not known.keys() >= _NEEDED:
        return None
    return Receipt(**known)


def _is_text(value: object) -> bool:
    """Tell whether a file, or its name, could hold a value: an escape may carry what none can."""
    return isinstance(value, str) and not _UNWRITABLE.search(value)


_UNWRITABLE: Final = re.compile("[\0\ud800-\udfff]")
_NEEDED: Final[set[Any]] = {"job", "spec", "service", "fingerprint", "submitted_at"}
