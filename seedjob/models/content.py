"""Content items of this wire: their types, the roles each may take, and how a rule sees one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

ImageRole = Literal["first_frame", "last_frame", "reference_image"]
VideoRole = Literal["reference_video"]
AudioRole = Literal["reference_audio"]

ROLES: Final[Mapping[str, tuple[str, ...]]] = {
    "text": (),
    "image_url": get_args(ImageRole),
    "video_url": get_args(VideoRole),
    "audio_url": get_args(AudioRole),
}
"""Type of item to the roles it may take, as the vendor's page lists them."""

MEDIA: Final = tuple(kind for kind, roles in ROLES.items() if roles)
TYPE_OF: Final[Mapping[str, str]] = {role: kind for kind in MEDIA for role in ROLES[kind]} | {
    "text": "text"
}
"""Part to the type of item that plays it; a part is a role, or `text`."""

Item = tuple[str, str | None]
"""The type and the written role of one content item."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One content item as the rules see it: the parts that it may play.

    A sound item plays exactly one part; one whose own shape is at fault may play several, so that
    no rule blames anybody for what the fault hides. `implicit`: an image without a written role.
    """

    parts: frozenset[str]
    implicit: bool = False

    def plays(self, parts: Sequence[str]) -> bool:
        """Tell whether the item surely plays one of `parts`."""
        return bool(self.parts) and self.parts <= frozenset(parts)

    def may_play(self, parts: Sequence[str]) -> bool:
        """Tell whether the item could play one of `parts`."""
        return not self.parts.isdisjoint(parts)

    def doubted(self) -> "Slot":
        """Give the same item after a rule blamed its missing role: it may be any of its type."""
        if not self.implicit:
            return self
        return Slot(frozenset(ROLES["image_url"]))


ANYTHING: Final = Slot(frozenset(TYPE_OF))
"""An item of which nothing can be told."""


def slot(kind: object, role: object, *, written: bool = True) -> Slot:
    """See the item of type `kind` with `role`; `written` tells whether the key `role` is there."""
    if not isinstance(kind, str) or kind not in ROLES:
        return ANYTHING
    roles = ROLES[kind]
    if not roles:
        return Slot(frozenset({"text"}))
    if not written:
        return Slot(frozenset(roles[:1]), implicit=len(roles) > 1)
    if isinstance(role, str) and role in TYPE_OF and role not in roles:
        return ANYTHING  # of two that contradict each other either may be wrong
    return Slot(frozenset({role} if isinstance(role, str) and role in roles else roles))
