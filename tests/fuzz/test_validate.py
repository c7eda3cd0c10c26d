from tests.fuzz.validate import fuzz


def test_no_input_brings_the_judge_down() -> None:
    tally = fuzz(300, seed=0)

    assert [] == tally.failed
    assert 300 == tally.judged
    assert 100 < tally.refused
