"""What a task was asked to make, as values; filled in with the service's defaults."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["image", "video", "audio"]
Role = Literal["first_frame", "last_frame", "reference_image", "reference_video", "reference_audio"]


@dataclass(frozen=True, slots=True)
class Medium:
    """One media item: `url` as it was sent, a URL or an asset ID."""

    kind: Kind
    role: Role
    url: str


@dataclass(frozen=True, slots=True)
class Order:
    """An accepted create; media in the order of the request."""

    model: str
    resolution: str
    ratio: str
    duration: int
    prompt: str
    media: tuple[Medium, ...]
