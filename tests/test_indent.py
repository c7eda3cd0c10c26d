"""Whatever a manifest may hold is written as `json.dumps` writes it with an indent."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from seedjob.indent import indented

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20
)


@settings(deadline=None)
@given(VALUES)
def test_a_value_is_written_as_the_standard_library_writes_it(value: Any) -> None:
    assert json.dumps(value, indent=2, ensure_ascii=False) == indented(value)
