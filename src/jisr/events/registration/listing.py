"""The office's list of participants as its address asks for it, for the page and for its file."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from jisr.events.editions.models import Edition
from jisr.events.registration.models import LANGUAGES, Participant, ParticipantKind
from jisr.events.registration.places import capacity_of
from jisr.events.registration.states import LIVE, ParticipantState, Presence, Release, Side
from jisr.municipalities.models import Authority
from jisr.web.listing import Filter, Listing, read_listing

ALL, UNDER_WAY = "all", "live"
Rows = QuerySet[Participant]


def _in_state(rows: Rows, value: str) -> Rows:
    if value == ALL:
        return rows
    return rows.filter(state__in=LIVE if value == UNDER_WAY else [value])


def _states() -> list[tuple[str, Any]]:
    return [(UNDER_WAY, gettext("all who come or wait")), *ParticipantState.choices, (ALL, gettext("All states"))]


def _on_side(rows: Rows, value: str) -> Rows:
    both = (Side.GERMAN, Side.PALESTINIAN)
    if value in both:
        return rows.filter(Q(authority__country=value) | Q(organisation__country=value))
    return rows.exclude(authority__country__in=both).exclude(organisation__country__in=both)


def _speaks(rows: Rows, value: str) -> Rows:
    """Codes are kept as a list of two letters each, which reads the same in both databases."""
    return rows.filter(languages__icontains=f'"{value}"')


def participant_listing(edition: Edition, parameters: Any) -> Listing:  # noqa: ANN401 - the address
    """Without a filter those who come or wait."""
    asked = parameters.copy()
    asked.setdefault("state", UNDER_WAY)
    rows = Participant.objects.filter(edition=edition).for_lists().select_related("party", "staff_release")
    rows = rows.with_position(capacity_of(edition))
    return read_listing(asked, rows, filters=_filters(edition), sorts=SORTS)


def _filters(edition: Edition) -> tuple[Filter, ...]:
    def kinds() -> list[tuple[str, str]]:
        return [(kind.key, kind.name) for kind in ParticipantKind.objects.filter(edition=edition)]

    def authorities() -> list[tuple[str, str]]:
        rows = Authority.objects.filter(participants__edition=edition).distinct().order_by("name")
        return [(row.slug, row.name) for row in rows]

    return (
        Filter("q", _("Name"), lambda rows, value: rows.named_like(value)),
        Filter("kind", _("Takes part as"), lambda rows, value: rows.filter(kind__key=value), kinds),
        Filter("state", _("State"), _in_state, _states),
        Filter("side", _("Side"), _on_side, lambda: Side.choices),
        Filter("authority", _("Authority"), lambda rows, value: rows.filter(authority__slug=value), authorities),
        Filter(
            "release",
            _("Release by the employer"),
            lambda rows, value: rows.filter(release=value),
            lambda: Release.choices,
        ),
        Filter("presence", _("Takes part"), lambda rows, value: rows.filter(presence=value), lambda: Presence.choices),
        Filter("language", _("Language"), _speaks, lambda: LANGUAGES),
    )


SORTS: dict[str, tuple[Any, list[Any]]] = {
    "registered": (_("Registered on"), ["registered_at", "pk"]),
    "name": (_("Name"), ["full_name", "pk"]),
    "state": (_("State"), ["state", "queue_number", "registered_at", "pk"]),
    "kind": (_("Takes part as"), ["kind__position", "full_name", "pk"]),
    "authority": (pgettext_lazy("who sends somebody", "Sent by"), ["authority__name", "full_name", "pk"]),
    "release": (_("Release by the employer"), ["release", "full_name", "pk"]),
    "queue": (_("Waiting list"), ["queue_number", "registered_at", "pk"]),
}
