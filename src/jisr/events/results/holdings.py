"""What becomes of agreed steps when two rows about one body become one, or an authority is split or merged."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.events.results.models import FollowUp
from jisr.events.results.services import go_on_with
from jisr.municipalities.models import Authority
from jisr.municipalities.services import merging
from jisr.municipalities.services.succession import Holding, register_holdings


def register() -> None:
    merging.register("events.FollowUp", "authority")
    merging.register("events.FollowUp", "organisation")
    merging.register("events.FollowUp", "counterpart")
    merging.register("events.ResultSheet_authorities", "authority", same=["resultsheet_id"])
    register_holdings("60 follow-ups", follow_ups_of)


def follow_ups_of(authority: Authority) -> list[Holding]:
    """Those under way: each may go on with a successor."""
    rows = FollowUp.objects.under_way().filter(authority=authority).order_by("due_on", "pk")
    return [Holding(f"follow-up:{row.public_id}", _("Steps agreed at meetings"), str(row), _mover(row)) for row in rows]


def _mover(row: FollowUp) -> Callable[[Authority, Any], None]:
    def move(successor: Authority, actor: Any) -> None:  # noqa: ANN401 - a person
        go_on_with(row, successor, actor=actor, at=timezone.now())

    return move
