"""A task's id as it came to what may be done with it: kept, shown, found again in an answer."""

from urllib.parse import unquote

from seedjob.service.scalar import clean, printable

LONGEST = 4096
SHORT = 100


def id_fault(task_id: str) -> str | None:
    """Say why no record can hold an id, or nothing."""
    if not task_id.strip():
        return "the id is empty"
    if len(task_id) > LONGEST:
        return f"the id is {len(task_id)} characters long, not {LONGEST} at most"
    halves = any("\ud800" <= letter <= "\udfff" for letter in task_id)
    return "the id holds half of a surrogate pair" if halves else None


def shown_id(task_id: str, length: int = SHORT) -> str:
    """Write an id for a message."""
    return clean(printable(task_id[: length + 1]), length)


def is_same(one: str, other: str) -> bool:
    """Tell whether two texts are one id, with blanks around it or percent-encoded or not."""
    return not _spellings(one).isdisjoint(_spellings(other))


def _spellings(task_id: str) -> set[str]:
    bare = task_id.strip()
    return {bare, unquote(bare).strip()}
