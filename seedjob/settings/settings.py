"""Plain data to `Settings`: where the service stands, how a run is bound, what is allowed."""

from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from seedjob.rulebook.book import ALLOWABLE

STRICT: Final = ConfigDict(extra="forbid", frozen=True, strict=True)

Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=1)]
Allowable = Literal[ALLOWABLE]  # type: ignore[valid-type]  # the rulebook's own names


class Service(BaseModel):
    """Where the service stands."""

    model_config = STRICT

    base_url: str | None = None


class Run(BaseModel):
    """How a run is bound: counts, and seconds."""

    model_config = STRICT

    in_flight: Count = 8
    creates_in_flight: Count = 2
    poll_every: Annotated[Seconds, Field(gt=0)] | None = None
    deadline: Seconds = 3600.0
    max_unknown: Count = 2


class Validate(BaseModel):
    """What becomes of warnings."""

    model_config = STRICT

    strict: bool = False
    allow: Annotated[tuple[Allowable, ...], Field(strict=False)] = ()


class Settings(BaseModel):
    """All that a project's `seedjob.toml` says, with the defaults of what it leaves out."""

    model_config = STRICT

    service: Service = Service()
    run: Run = Run()
    validate_: Validate = Field(default=Validate(), alias="validate")


def accept(data: object) -> Settings | None:
    """Make settings of plain data, or nothing where it is none; why not is for others to say."""
    try:
        return Settings.model_validate(data)
    except ValidationError:
        return None
