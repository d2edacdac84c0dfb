"""What becomes of introductions when two rows about one authority become one, or an authority is split or merged."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.matching.introductions.beginning import recount
from jisr.matching.introductions.models import Introduction, IntroductionCall
from jisr.matching.introductions.services import go_on_with
from jisr.municipalities.desk.sheets import follow_authority
from jisr.municipalities.models import Authority
from jisr.municipalities.services import merging
from jisr.municipalities.services.succession import Holding, register_holdings


def register() -> None:
    for side, other in (("german", "palestinian_id"), ("palestinian", "german_id")):
        merging.register(
            "matching.Introduction", side, same=[other], asks=True, counts=lambda row: row.is_live, absorb=absorb
        )
    follow_authority("introductions", recount)
    register_holdings("40 introductions", introductions_of)


def absorb(kept: Introduction, dropped: Introduction) -> None:
    """Save what was written in the one that goes; of two calls the one of the introduction that stays."""
    for name in ("notes", "visits", "steps", "papers"):
        getattr(dropped, name).update(introduction=kept)
    if not IntroductionCall.objects.filter(introduction=kept).exists():
        IntroductionCall.objects.filter(introduction=dropped).update(introduction=kept)


def introductions_of(authority: Authority) -> list[Holding]:
    """Those under way: each may go on with a successor, whom both sides are then asked about anew."""
    rows = Introduction.objects.live().of(authority).select_related("german", "palestinian")
    return [
        Holding(f"introduction:{row.public_id}", _("Introductions"), str(row), _mover(row, authority)) for row in rows
    ]


def _mover(row: Introduction, predecessor: Authority) -> Callable[[Authority, Any], None]:
    def move(successor: Authority, actor: Any) -> None:  # noqa: ANN401 - a person
        go_on_with(row, predecessor, successor, actor=actor, at=timezone.now())

    return move
