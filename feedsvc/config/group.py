"""What every group of options is, and what is said of an option beside its kind."""

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict


@dataclass(frozen=True, slots=True)
class Otherwise:
    """What holds where an option is not given, in words, when that depends on something else."""

    text: str


class Group(BaseModel):
    """Keys that stand together. Unknown ones, and values of another type, are refused."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)
