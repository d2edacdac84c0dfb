"""Questions about rounds of suggestions: the last one, whom it shows, and how often one's own authority was in it."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value

from jisr.matching.requests.queries import shown_on
from jisr.matching.requests.states import OPEN


def _model(name: str) -> Any:  # noqa: ANN401 - models come after queries
    return apps.get_model("matching", name)._default_manager


def last_round(*, on: date | None = None) -> Any:  # noqa: ANN401 - a round, or none
    """With a day it also knows the weights of that day and how many profiles have changed since it was made."""
    rows = _model("SuggestionRound").order_by("-made_at", "-pk")
    if on is not None:
        changed = _model("MatchingProfile").filter(updated_at__gt=OuterRef("made_at")).order_by()
        rows = rows.annotate(
            weights_now=Subquery(_model("WeightSet").valid_on(on).values("pk")),
            changed=Subquery(changed.values(one=Value(1)).annotate(number=Count("pk")).values("number")),
        )
    return rows.first()


def suggested_to(made: Any) -> QuerySet:  # noqa: ANN401 - a round
    """The Palestinian authorities to which a round suggests somebody."""
    shown = _model("RoundSuggestion").filter(round=made).order_by().values("palestinian")
    found: QuerySet = apps.get_model("municipalities.Authority")._default_manager.filter(pk__in=shown).for_lists()
    return found


def of_round(made: Any, authorities: Iterable[Any]) -> dict[int, list[Any]]:  # noqa: ANN401
    """What a round suggests to some Palestinian authorities, by their number, the best first."""
    rows = _model("RoundSuggestion").filter(round=made, palestinian__in=[one.pk for one in authorities])
    found: dict[int, list[Any]] = {}
    for row in rows.select_related("german", "palestinian").order_by("-points", "pk"):
        found.setdefault(row.palestinian_id, []).append(row)
    return found


def times_shown(made: Any, authorities: Collection[Any]) -> Counter[int]:  # noqa: ANN401
    """How often a round suggests each of some authorities, in one query."""
    numbers = {one.pk for one in authorities}
    rows = _model("RoundSuggestion").filter(Q(german__in=numbers) | Q(palestinian__in=numbers), round=made)
    counted = rows.order_by().values_list("german", "palestinian").annotate(number=Count("pk"))
    return Counter({number: sum(count for *sides, count in counted if number in sides) for number in numbers})


def open_requests(authorities: Collection[int], *, only_public_on: Any = None) -> dict[int, Any]:  # noqa: ANN401 - a day
    """The newest open request or offer of each authority; with a day only what everybody may see then."""
    rows = _model("PartnershipRequest").filter(authority__in=authorities, state__in=OPEN)
    if only_public_on is not None:
        rows = rows.filter(shown_on(only_public_on))
    rows = rows.select_related("authority").order_by("published_on", "pk")
    return {row.authority_id: row for row in rows}
