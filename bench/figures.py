"""One measured figure against its budget, written as one JSON line."""

import json
from dataclasses import asdict, dataclass
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class Figure:
    """``budget`` is the most or the least that is right, or None for a figure to compare with."""

    name: str
    value: float
    unit: str
    budget: float | None = None
    rule: Literal["at most", "at least"] = "at most"

    @property
    def is_kept(self) -> bool:
        if self.budget is None:
            return True
        return self.value <= self.budget if self.rule == "at most" else self.value >= self.budget

    def line(self) -> str:
        told = {key: value for key, value in asdict(self).items() if value is not None}
        if self.budget is None:
            told.pop("rule")
        return json.dumps({**told, "ok": self.is_kept}, ensure_ascii=False)


def at_most(name: str, value: float, unit: str, budget: float) -> Figure:
    return Figure(name=name, value=round(value, 2), unit=unit, budget=budget)


def at_least(name: str, value: float, unit: str, budget: float) -> Figure:
    return Figure(name=name, value=round(value, 2), unit=unit, budget=budget, rule="at least")


def only(name: str, value: float, unit: str) -> Figure:
    return Figure(name=name, value=round(value, 2), unit=unit)
