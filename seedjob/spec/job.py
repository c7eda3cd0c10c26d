"""Plain data to a `Job`: to hold one is to know that it is valid, rules between items included."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from seedjob.models.content import AudioRole, ImageRole, VideoRole
from seedjob.models.seedance_x1 import (
    DURATION,
    RATIO,
    RESOLUTION,
    SECONDS,
    Model,
    Ratio,
    Resolution,
)
from seedjob.spec.content import judge
from seedjob.spec.text import PATTERNS


def _form(name: str) -> AfterValidator:
    pattern = PATTERNS[name]

    def judged(text: str) -> str:
        if not pattern.search(text):
            raise ValueError(name)
        return text

    return AfterValidator(judged)


def _written(value: object) -> object:
    """Refuse a null: a key that may be left out still needs a value where it is written."""
    if value is None:
        raise ValueError("null")
    return value


WRITTEN: Final = BeforeValidator(_written)
FORBIDDEN: Final = ConfigDict(extra="forbid", frozen=True, strict=True)

Filled = Annotated[str, _form("filled")]
Url = Annotated[str, _form("url")]
Path = Annotated[str, _form("path")]
Name = Annotated[str, _form("name")]


class Source(BaseModel):
    """Where a medium comes from: exactly one of a URL or asset ID, sent verbatim, and a path."""

    model_config = FORBIDDEN

    url: Annotated[Url | None, WRITTEN] = None
    path: Annotated[Path | None, WRITTEN] = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.url is None) == (self.path is None):
            raise ValueError("one of url, path")
        return self


class Text(BaseModel):
    """The prompt: exactly one of the text itself and the path of a file that holds it."""

    model_config = FORBIDDEN

    type: Literal["text"]
    text: Annotated[Filled | None, WRITTEN] = None
    text_file: Annotated[Path | None, WRITTEN] = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.text is None) == (self.text_file is None):
            raise ValueError("one of text, text_file")
        return self


class Image(BaseModel):
    """A picture; without a role it is the first frame."""

    model_config = FORBIDDEN

    type: Literal["image_url"]
    image_url: Source
    role: Annotated[ImageRole | None, WRITTEN] = None

    @property
    def source(self) -> Source:
        """Tell where the picture comes from."""
        return self.image_url


class Video(BaseModel):
    """A clip to refer to."""

    model_config = FORBIDDEN

    type: Literal["video_url"]
    video_url: Source
    role: VideoRole = "reference_video"

    @property
    def source(self) -> Source:
        """Tell where the clip comes from."""
        return self.video_url


class Audio(BaseModel):
    """A sound to refer to."""

    model_config = FORBIDDEN

    type: Literal["audio_url"]
    audio_url: Source
    role: AudioRole = "reference_audio"

    @property
    def source(self) -> Source:
        """Tell where the sound comes from."""
        return self.audio_url


Medium = Image | Video | Audio
Item = Annotated[Text | Image | Video | Audio, Field(discriminator="type")]


class ContentError(ValueError):
    """The items break rules between them."""


class Job(BaseModel):
    """One video to make: the service's own fields, and what people say around them."""

    model_config = FORBIDDEN

    schema_: Annotated[str | None, WRITTEN] = Field(default=None, alias="$schema")
    version: Annotated[int, Field(ge=1, le=1)] = 1  # Literal[1] takes true
    name: Annotated[Name | None, WRITTEN] = None
    description: str = ""
    tags: Annotated[tuple[Filled, ...], Field(strict=False)] = ()
    model: Model
    resolution: Resolution = RESOLUTION
    ratio: Ratio = RATIO
    duration: Annotated[int, Field(ge=SECONDS[0], le=SECONDS[1])] = DURATION
    content: Annotated[tuple[Item, ...], Field(strict=False)]

    @model_validator(mode="after")
    def _rules(self) -> Self:
        if judge([_row(item) for item in self.content]):
            raise ContentError
        return self


def accept(data: object) -> Job | None:
    """Make a job of plain data, or nothing where it is not one; why not is for others to say."""
    try:
        return Job.model_validate(data)
    except ValidationError:
        return None


def is_item(data: object) -> bool:
    """Tell whether plain data is a sound content item."""
    return _fits(_ITEM, data)


def is_tag(data: object) -> bool:
    """Tell whether plain data is a sound tag."""
    return _fits(_TAG, data)


_ITEM: Final[TypeAdapter[Text | Medium]] = TypeAdapter(Item)
_TAG: Final[TypeAdapter[str]] = TypeAdapter(Filled, config=ConfigDict(strict=True))


def _fits(kind: TypeAdapter[Any], data: object) -> bool:
    try:
        kind.validate_python(data)
    except ValidationError:
        return False
    return True


def _row(item: Text | Medium) -> Mapping[str, Any]:
    role = None if isinstance(item, Text) else item.role
    return {"type": item.type} if role is None else {"type": item.type, "role": role}
