"""The texts of a refusal to what they refuse to all jobs alike: the key, the balance, or neither.

A moderator's words about one job must not be taken for them: "insufficient detail" is no bill.
"""

import re
from collections.abc import Iterable
from typing import Final, Literal

Denied = Literal["balance", "key"]

_MONEY: Final = (
    r"(?:(?:your|the|account|user|available|remaining|current|api|token|wallet|prepaid) )*"
    r"(?:balance|credits?|funds|quota)"
)
_SPENT: Final = r"(?:insufficient|not enough|not sufficient|exceeded|exhausted|used up|depleted)"
FLAT: Final = re.compile(
    rf"\b(?:insufficient|not enough) {_MONEY}\b"
    rf"|\b{_MONEY} (?:(?:is|are|has been|have been|was) )?{_SPENT}\b"
    rf"|\bexceeded {_MONEY}\b"
    r"|\bout of (?:credits?|funds|quota)\b"
    r"|\b(?:account ?overdue|arrearage)"
    r"|余额不足|额度不足|欠费"
    r"|^\W*insufficient\W*$"
)
"""No money, said so that it denies: a success may well name a balance that is left, or low."""

LOGIN: Final = "登录验证失败"
BALANCE: Final = re.compile(
    rf"{FLAT.pattern}|\b(?:low|no) {_MONEY}\b|\b{_MONEY} (?:is )?(?:too )?low\b"
    r"|^\W*(?:balance|credits?|funds|quota)\W*$|余额|额度"
)
KEY: Final = re.compile(r"登录|authentication error|^\W*unauthorized\W*(?:$|[:,.])")
KINDS: Final[tuple[tuple[Denied, re.Pattern[str]], ...]] = (("balance", BALANCE), ("key", KEY))

MODERATION: Final = re.compile(
    r"\b(?:sensitive|moderation|nsfw|content polic(?:y|ies)|violat\w+)\b|敏感|违规|审核"
)
"""Words of a moderator, who may play back a prompt about an empty purse."""


def denied(texts: Iterable[str]) -> Denied | None:
    """Tell whether texts and codes of a reply that says no mean the key or the balance."""
    told = tuple(map(_plain, texts))
    if any(map(MODERATION.search, told)):
        return None
    return next((kind for kind, words in KINDS if any(map(words.search, told))), None)


def is_denial(texts: Iterable[str]) -> bool:
    """Tell whether texts deny by themselves, in a reply of which nothing else says no."""
    told = tuple(map(_plain, texts))
    flat = any(FLAT.search(text) or LOGIN in text for text in told)
    return flat and not any(map(MODERATION.search, told))


def _plain(text: str) -> str:
    """Write in small words, one blank apart: `INSUFFICIENT_QUOTA` is `insufficient quota`."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    return " ".join(re.split(r"[\s_-]+", parted)).strip().lower()
