"""What a worker sends is what it made."""

import pickle
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import pytest

from seedjob.cli.parcel import pack
from seedjob.spec.expand import NamedJob
from seedjob.spec.job import accept

JOB = accept(
    {
        "model": "seedance_2_0_x1_official",
        "tags": ["snow"],
        "content": [
            {"type": "text", "text": "A fox"},
            {"type": "image_url", "image_url": {"path": "a.png"}},
        ],
    }
)


@dataclass
class Loose:
    """Neither frozen nor slotted, with a value that nobody hands in."""

    given: list[int]
    made: int = field(init=False, default=3)


@dataclass(frozen=True, slots=True)
class One:
    """Of a single field, and that a mapping of others."""

    by_path: dict[Path, "One | None"]


VALUES = {
    "a job with all that is in it": (JOB, NamedJob("fox", "specs/fox.yaml", JOB)) if JOB else None,
    "a dataclass of any kind": Loose([1, 2]),
    "one in another": One({Path("a"): One({})}),
    "a class itself, and what is no dataclass": (One, {"a": (1, None)}, frozenset({"b"})),
}


@pytest.mark.parametrize("name", VALUES)
def test_a_parcel_holds_what_was_packed(name: str) -> None:
    parcel = BytesIO()

    pack(VALUES[name], parcel)

    assert VALUES[name] == pickle.loads(parcel.getvalue())  # noqa: S301 - our own
    assert VALUES[name] is not None
