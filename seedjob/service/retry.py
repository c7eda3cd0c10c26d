"""A reply's headers to the seconds that the service asks to be left alone."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST = 86_400.0  # nobody waits longer than results live


def read_retry_after(headers: Mapping[str, str], *, now: datetime) -> float | None:
    """Read `Retry-After` as seconds or as a date, which counts from the reply's own `Date`."""
    lowered = {name.lower(): value for name, value in headers.items()}
    value = lowered.get("retry-after", "").strip()
    seconds = _seconds(value)
    if seconds is None:
        moment = read_moment(value)
        if moment is None:
            return None
        # The server's clock is compared with itself: ours may be minutes off.
        seconds = (moment - (read_moment(lowered.get("date", "")) or now)).total_seconds()
    return min(max(seconds, 0.0), LONGEST)


def read_moment(value: str) -> datetime | None:
    """Read a date of a header, in UTC; nothing where it is none."""
    try:
        moment = parsedate_to_datetime(value)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _seconds(value: str) -> float | None:
    try:
        seconds = float(value)
    except ValueError:
        return None
    return None if math.isnan(seconds) else seconds
