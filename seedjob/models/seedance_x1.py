"""Seedance X1 on the GlobalAiOpc gateway: its values and rules, as the vendor's page gives them."""

from collections.abc import Mapping
from typing import Final, Literal, get_args

from seedjob.models.constraint import (
    AtLeastOneOf,
    AtMostOne,
    Constraint,
    Needs,
    Never,
    RoleWhenSeveral,
)

Model = Literal[
    "seedance_2_0_x1_official",
    "seedance_2_0_x1_discount",
    "seedance_fast_2_0_x1_official",
    "seedance_fast_2_0_x1_discount",
]
Resolution = Literal["480p", "720p", "1080p"]
Ratio = Literal["21:9", "16:9", "4:3", "1:1", "3:4", "9:16"]

MODELS: Final[tuple[Model, ...]] = get_args(Model)
RESOLUTIONS: Final[tuple[Resolution, ...]] = get_args(Resolution)
RATIOS: Final[tuple[Ratio, ...]] = get_args(Ratio)
SECONDS: Final = (4, 15)

RESOLUTION: Final = "720p"
RATIO: Final = "16:9"
DURATION: Final = 5
# The service's own defaults; they are written into every request.

FAST: Final[tuple[Model, ...]] = tuple(model for model in MODELS if "_fast_" in model)
FAST_DOUBTED: Final[Resolution] = "1080p"
# The page lists 1080p for the fast series too; the upstream's own fast model has none.

UNSUPPORTED: Final = (
    "callback_url",
    "priority",
    "safety_identifier",
    "service_tier",
    "execution_expires_after",
    "tools",
    "generate_audio",
    "return_last_frame",
    "seed",
    "watermark",
)
"""Fields of sibling models that the page refuses by name; they are never sent."""

FRAMES: Final = ("first_frame", "last_frame")
REFERENCES: Final = ("reference_image", "reference_video", "reference_audio")

RULES: Final[Mapping[str, Constraint]] = {
    "text-required": AtLeastOneOf(
        ("text",), "text item", "add - {type: text, text: what the video shows}"
    ),
    "text-once": AtMostOne("text", "join the texts into one item"),
    "media-required": AtLeastOneOf(
        FRAMES + REFERENCES,
        "image or reference asset beside its text",
        "add an item such as - {type: image_url, image_url: {path: media/first.png}}",
    ),
    "image-role-required": RoleWhenSeveral(),
    "first-frame-once": AtMostOne(
        "first_frame", "keep one; a picture to end with has role last_frame"
    ),
    "last-frame-once": AtMostOne(
        "last_frame", "keep one; a picture to begin with has role first_frame"
    ),
    "last-frame-needs-first": Needs("last_frame", ("first_frame",)),
    "frames-or-references": Never(FRAMES, REFERENCES),
    "audio-needs-visual": Needs("reference_audio", ("reference_image", "reference_video")),
}
"""Cross-field rules of `content`, in the order in which they speak."""
