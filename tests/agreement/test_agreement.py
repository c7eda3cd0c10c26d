"""5,000 documents: the published schema under two validators, and both engines, beside `validate`.

The documents are always the same; all but a quarter have a fault or more. `differences.py` lists
where the verdicts differ and why; nothing else may.
"""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from seedjob.cli.specs import load_text
from seedjob.models.seedance_x1 import RULES
from seedjob.spec.document import Document, read
from tests.agreement.differences import DIFFERENCES, mended, named
from tests.agreement.documents import document
from tests.agreement.judges import fit_ajv, fits, project, validates, written
from tests.spec.test_document_engines import assert_both_tell_the_same

COUNT = 5000
CHUNK = 500
NUMBERS = range(COUNT)
CHUNKS = [NUMBERS[start : start + CHUNK] for start in range(0, COUNT, CHUNK)]
chunks = pytest.mark.parametrize("numbers", CHUNKS, ids=lambda numbers: str(numbers.start))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project(tmp_path_factory.mktemp("agreement"))


def unlike(root: Path, verdicts: Iterable[tuple[int, bool]]) -> list[int]:
    """List the documents of which `validate` says otherwise."""
    return [
        number
        for number, fit in verdicts
        if fit != validates(written(number, document(number)), root)
    ]


def assert_alike_when_mended(root: Path, numbers: Iterable[int]) -> None:
    """Check of documents that differ that a named difference is all the cause."""
    for number in numbers:
        made = document(number)
        assert named(made), f"document {number} differs for no reason that has a name: {made}"
        assert (True, True) == (fits(made), fits(mended(made))), number
        assert not validates(written(number, made), root), number
        assert validates(written(number, mended(made)), root), number


@chunks
def test_jsonschema_gives_the_verdict_of_validate(numbers: range, root: Path) -> None:
    assert_alike_when_mended(root, unlike(root, ((n, fits(document(n))) for n in numbers)))


@pytest.mark.tools
def test_ajv_gives_the_verdict_of_validate(root: Path) -> None:
    verdicts = enumerate(fit_ajv([document(number) for number in NUMBERS]))

    assert_alike_when_mended(root, unlike(root, verdicts))


@pytest.mark.tools
def test_ajv_and_jsonschema_differ_in_nothing() -> None:
    documents = [document(number) for number in NUMBERS]

    assert fit_ajv(documents) == [fits(one) for one in documents]


@chunks
def test_both_engines_give_the_same_data_and_places(numbers: range) -> None:
    for number in numbers:
        text = written(number, document(number))
        assert_both_tell_the_same(text)
        found = read(text)
        assert isinstance(found, Document), (number, found)
        assert repr(document(number)) == repr(found.data)


def test_the_documents_are_of_every_kind(root: Path) -> None:
    """Every rule between items is broken often, every difference met, and many are valid."""
    met: Counter[str] = Counter()
    for number in NUMBERS:
        made = document(number)
        verdict = load_text(written(number, made).encode(), root / "specs" / "fox.yaml").verdict()
        met.update({one.rule for one in verdict.diagnostics})
        met["valid"] += not verdict.refuses
        met.update(named(made) if verdict.refuses and fits(made) else ())

    assert met["valid"] >= 1000
    assert {rule for rule in RULES if met[rule] < 20} == set()
    assert {name for name in DIFFERENCES if not met[name]} == set()
