"""Plain data to `Settings`: where the service stands, how a run is bound, what things cost."""

from decimal import Decimal
from typing import Annotated, Any, Final, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from seedjob.models.seedance_x1 import Model, Resolution
from seedjob.money import read_amount
from seedjob.rulebook.book import ALLOWABLE

STRICT: Final = ConfigDict(extra="forbid", frozen=True, strict=True)

CURRENCY: Final = r"^[A-Z]{3}$"
"""ISO 4217's form; the engine's `$` is the very end."""


def _amount(value: object) -> Decimal:
    amount = read_amount(value)
    if amount is None:
        raise ValueError("an amount is a decimal in quotes, or a whole number")
    return amount


Amount = Annotated[Decimal, BeforeValidator(_amount)]

Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=1)]
Currency = Annotated[str, Field(pattern=CURRENCY)]
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


class Price(BaseModel):
    """What a video costs: by the second that was asked for, or whatever its length."""

    model_config = STRICT

    per_second: Amount | None = None
    per_task: Amount | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.per_second is None) == (self.per_task is None):
            raise ValueError("a price is either per second or per task")
        return self


class Prices(BaseModel):
    """What each model costs at each resolution, in one currency."""

    model_config = STRICT

    currency: Currency
    models: dict[Model, dict[Resolution, Price]]

    @model_validator(mode="before")
    @classmethod
    def _part(cls, data: Any) -> Any:
        """Set the models apart, which stand beside `currency` in the file."""
        if not isinstance(data, dict):
            return data
        models = {key: value for key, value in data.items() if key != "currency"}
        return {"models": models} | {key: data[key] for key in data if key == "currency"}


class Budget(BaseModel):
    """What one run may spend, and what all records of the project together may have cost."""

    model_config = STRICT

    run: Amount | None = None
    total: Amount | None = None


class Settings(BaseModel):
    """All that a project's `seedjob.toml` says, with the defaults of what it leaves out."""

    model_config = STRICT

    service: Service = Service()
    run: Run = Run()
    validate_: Validate = Field(default=Validate(), alias="validate")
    prices: Prices | None = None
    budget: Budget = Budget()


def accept(data: object) -> Settings | None:
    """Make settings of plain data, or nothing where it is none; why not is for others to say."""
    try:
        return Settings.model_validate(data)
    except ValidationError:
        return None
