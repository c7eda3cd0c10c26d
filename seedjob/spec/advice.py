"""A valid job to what a person should still know of it; none of it is ever an error."""

from collections.abc import Iterator
from typing import Final

from seedjob.diagnostic import Finding
from seedjob.models.seedance_x1 import FAST, FAST_DOUBTED
from seedjob.spec.job import Job

FAST_RULE: Final = "fast-1080p"


def advise(job: Job) -> Iterator[Finding]:
    """Point at what the service takes, and what may still come out otherwise."""
    if job.model in FAST and job.resolution == FAST_DOUBTED:
        yield Finding(
            FAST_RULE,
            ("resolution",),
            f"'{job.model}' takes {job.resolution} here, but the model behind it may not have it",
            "look at the pixels of the first video before a batch",
            severity="notice",
        )
