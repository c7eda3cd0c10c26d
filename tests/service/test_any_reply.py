import json
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from seedjob.service.answer import Finished, Rendering, Submitted
from seedjob.service.endpoint import DEFAULT, parse_endpoint
from seedjob.service.envelope import ERROR_KEYS, ID_KEYS, TEXT_KEYS, WORDS, WRAPPERS
from seedjob.service.reply import read_create, read_task

OTHER_KEYS = ["status", "code", "video_url", "amount", "actualDuration"]
NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
KEYS = [*ID_KEYS, *TEXT_KEYS, *ERROR_KEYS, *WRAPPERS, *OTHER_KEYS]
TEXTS = st.sampled_from([*WORDS, "", "0", "200", "-1", "204", "https://x/v", "1.5"]) | st.text()
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6)
    ),
    max_leaves=12,
)
BODIES = st.binary() | VALUES.map(lambda value: json.dumps(value).encode())
STATUSES = st.integers(100, 999) | st.sampled_from([200, 200, 200, 401, 404, 429, 500])
HEADERS = st.dictionaries(st.sampled_from(["Retry-After", "Date", "retry-after"]), st.text())


@settings(max_examples=200, deadline=None)
@given(STATUSES, HEADERS, BODIES)
def test_whatever_comes_to_a_create_is_an_answer_that_can_be_kept(
    status: int, headers: dict[str, str], body: bytes
) -> None:
    answer = read_create(status, headers, body, now=NOW)

    if isinstance(answer, Submitted):
        assert 0 < len(answer.task_id) <= 4096
        assert parse_endpoint(DEFAULT).task_url(answer.task_id).isascii()
    else:
        assert 0 < len(answer.fault.message) <= 500
        assert answer.fault.message.encode()


@settings(max_examples=200, deadline=None)
@given(STATUSES, HEADERS, BODIES)
def test_whatever_comes_to_a_query_is_an_answer_that_can_be_kept(
    status: int, headers: dict[str, str], body: bytes
) -> None:
    answer = read_task(status, headers, body, now=NOW, task_id="0")

    match answer:
        case Finished(url):
            assert url.lower().startswith(("http://", "https://"))
        case Rendering(word):
            assert len(word.encode()) >= len(word)
        case _:
            assert 0 < len(answer.fault.message) <= 500
            assert answer.fault.message.encode()
