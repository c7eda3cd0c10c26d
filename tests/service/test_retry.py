from datetime import UTC, datetime

import pytest

from seedjob.service.retry import LONGEST, read_retry_after

NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
AT_NOON = "Sun, 01 Mar 2026 12:00:00 GMT"
IN_A_MINUTE = "Sun, 01 Mar 2026 12:01:00 GMT"

HEADERS: dict[str, tuple[dict[str, str], float | None]] = {
    "none": ({}, None),
    "seconds": ({"Retry-After": "30"}, 30.0),
    "any case of the name": ({"RETRY-AFTER": "30"}, 30.0),
    "half a second": ({"Retry-After": " 0.5 "}, 0.5),
    "zero": ({"Retry-After": "0"}, 0.0),
    "less than zero is zero": ({"Retry-After": "-5"}, 0.0),
    "no more than a day": ({"Retry-After": "9" * 400}, LONGEST),
    "endless is a day": ({"Retry-After": "inf"}, LONGEST),
    "no number": ({"Retry-After": "nan"}, None),
    "empty": ({"Retry-After": ""}, None),
    "words": ({"Retry-After": "soon"}, None),
    "a date counts from now": ({"Retry-After": IN_A_MINUTE}, 60.0),
    "a date counts from the reply's own clock": (
        {"Retry-After": IN_A_MINUTE, "Date": "Sun, 01 Mar 2026 12:00:50 GMT"},
        10.0,
    ),
    "a date in the past is zero": ({"Retry-After": AT_NOON, "Date": IN_A_MINUTE}, 0.0),
    "a date in another zone": ({"Retry-After": "Sun, 01 Mar 2026 13:01:00 +0100"}, 60.0),
    "a date without a zone": ({"Retry-After": "Sun, 01 Mar 2026 12:01:00 -0000"}, 60.0),
    "a broken Date falls back to now": ({"Retry-After": IN_A_MINUTE, "Date": "x"}, 60.0),
    "a broken date": ({"Retry-After": "Sun, 99 Mar 2026 99:99:99 GMT"}, None),
    "an absurd year": ({"Retry-After": "Sun, 01 Jan 99999 00:00:00 GMT"}, None),
    "an absurd zone": ({"Retry-After": "Sun, 01 Jan 2026 00:00:00 +9999999999"}, None),
}


@pytest.mark.parametrize(("headers", "seconds"), HEADERS.values(), ids=HEADERS)
def test_retry_after_is_read_in_all_its_forms(
    headers: dict[str, str], seconds: float | None
) -> None:
    assert seconds == read_retry_after(headers, now=NOW)
