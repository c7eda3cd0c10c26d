from seedjob.spec.document import Document, read
from seedjob.spec.job import accept
from seedjob.spec.validate import validate
from tests.benchmarks.specs import EACH, batch, spec


def test_what_is_measured_is_valid_of_about_a_kilobyte_and_all_different() -> None:
    texts = [spec(number) for number in range(100)]
    found = [read(text) for text in texts]

    assert all(isinstance(one, Document) and accept(one.data) for one in found)
    assert 100 == len(set(texts))
    assert 700 < sum(map(len, texts)) / 100 < 1100


def test_a_batch_that_is_measured_makes_its_jobs() -> None:
    assert EACH == len(validate("a.yaml", read(batch(3))).jobs)
