"""What jobs are about to ask for to whose request is the very same as another's before it."""

from collections.abc import Iterable


def twins(asked: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Give, of jobs by id and fingerprint, those that ask again with the first that asks so."""
    first: dict[str, str] = {}
    return {
        job: one for job, fingerprint in asked if (one := first.setdefault(fingerprint, job)) != job
    }
