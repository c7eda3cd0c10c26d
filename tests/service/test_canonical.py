"""What a fingerprint is of: the bytes that RFC 8785 asks for, by whichever encoder."""

import rfc8785
from hypothesis import given
from hypothesis import strategies as some

from seedjob.service.request import _canonical

TEXTS = some.text(some.characters(codec="utf-8"))
LEAVES = TEXTS | some.integers(-(2**53) + 1, 2**53 - 1)
KEYS = some.text(some.characters(codec="ascii"), min_size=1)
REQUESTS = some.dictionaries(
    KEYS, some.recursive(LEAVES, lambda inner: some.lists(inner) | some.dictionaries(KEYS, inner))
)


@given(REQUESTS)
def test_the_quick_encoder_writes_what_rfc_8785_asks_for(asked: dict[str, object]) -> None:
    assert rfc8785.dumps(asked) == _canonical(asked)  # type: ignore[arg-type]


def test_controls_and_what_looks_like_markup_are_written_alike() -> None:
    asked = {"text": "".join(map(chr, range(0x100))) + "\u2028\u2029\U0001f98a</script>"}

    assert rfc8785.dumps(asked) == _canonical(asked)
