"""What the office types about venues, rooms and the rules of a programme."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jisr.events.agenda.days import moment
from jisr.events.agenda.models import LONGEST_WALK_MINUTES, Room, Venue
from jisr.events.agenda.states import ConflictKind, Level
from jisr.events.agenda.typing_fields import TYPED, day_field, hour_field, in_three, line, number, step_free
from jisr.events.editions.states import ZONES
from jisr.kernel.errors import DomainError
from jisr.kernel.tables import LANGUAGES as CODES
from jisr.municipalities.models import Authority

MOST_PEOPLE = 20_000


class VenueForm(forms.Form):
    """A house or place."""

    address = line(_("Address"), longest=250, required=False)
    zone = forms.ChoiceField(label=_("Time zone"), choices=ZONES)
    authority = forms.ModelChoiceField(
        label=_("Belongs to"), queryset=Authority.objects.none(), required=False, empty_label=_("none of the hosts")
    )
    is_step_free = step_free()

    def __init__(self, *args: Any, authorities: QuerySet[Authority], venue: Venue | None, **kwargs: Any) -> None:  # noqa: ANN401
        if venue is not None:
            kwargs["initial"] = {
                **{
                    f"{name}_{code}": getattr(venue, f"{name}_{code}")
                    for name in ("name", "access_note")
                    for code in CODES
                },
                "address": venue.address,
                "zone": venue.zone,
                "authority": venue.authority_id,
                "is_step_free": TYPED[venue.is_step_free],
            }
        super().__init__(*args, **kwargs)
        self.fields.update(in_three("name", _("Name"), longest=120))
        self.fields.update(in_three("access_note", _("How to get in"), longest=300))
        self.fields["authority"].queryset = authorities  # type: ignore[attr-defined]
        self.order_fields([f"name_{code}" for code in CODES])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not any(data.get(f"name_{code}") for code in CODES):
            self.add_error("name_de", _("Write a name in at least one language."))
        return data


class RoomRow(forms.Form):
    """A room of a venue."""

    room = forms.IntegerField(widget=forms.HiddenInput, required=False)
    capacity = number(_("People at most"), least=1, most=MOST_PEOPLE, required=False)
    is_step_free = step_free()

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields.update(in_three("name", _("Name of the room"), longest=80))
        self.order_fields(["room", *(f"name_{code}" for code in CODES)])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not any(data.get(f"name_{code}") for code in CODES) and not self.errors:
            self.add_error("name_de", _("Write a name in at least one language."))
        return data

    @staticmethod
    def shown(room: Room) -> dict[str, Any]:
        names = {f"name_{code}": getattr(room, f"name_{code}") or "" for code in CODES}
        return {"room": room.pk, "capacity": room.capacity, "is_step_free": TYPED[room.is_step_free], **names}


class UseVenueForm(forms.Form):
    """A venue that is known from another meeting."""

    venue = forms.ModelChoiceField(
        label=_("Venue"), queryset=Venue.objects.none(), to_field_name="public_id", empty_label=_("Choose one")
    )

    def __init__(self, *args: Any, venues: QuerySet[Venue], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["venue"].queryset = venues  # type: ignore[attr-defined]


class RulesForm(forms.Form):
    """How serious each kind of conflict is taken, and how long ways between venues are."""

    walk_minutes = number(
        _("Minutes from one venue to another"), _("Where no other time stands below."), most=LONGEST_WALK_MINUTES
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401
        levels: Mapping[ConflictKind, Level],
        pairs: Sequence[tuple[Venue, Venue]],
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **kwargs)
        self.pairs = pairs
        for kind in ConflictKind:
            self.fields[f"level_{kind.value}"] = forms.ChoiceField(
                label=kind.label, choices=Level, initial=levels[kind].value
            )
        for one, other in pairs:
            name = f"walk_{one.pk}_{other.pk}"
            self.fields[name] = number(f"{one.name} – {other.name}", most=LONGEST_WALK_MINUTES, required=False)

    @property
    def levels(self) -> dict[str, str]:
        return {kind.value: self.cleaned_data[f"level_{kind.value}"] for kind in ConflictKind}

    @property
    def walks(self) -> dict[tuple[int, int], int | None]:
        return {(one.pk, other.pk): self.cleaned_data[f"walk_{one.pk}_{other.pk}"] for one, other in self.pairs}


class RoomLostForm(forms.Form):
    """From when a room cannot be used, and until when if that is known."""

    day = day_field(_("From which day?"))
    start = hour_field(_("From what time?"))
    until_day = day_field(_("Until which day?"), _("Leave this empty if nobody knows."), required=False)
    until = hour_field(_("Until what time?"), required=False)
    reason = line(_("Reason"), _("Only the office reads it."), longest=200, required=False)

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.zone = zone

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        data["starts_at"] = self._moment("start", data.get("day"), data.get("start"))
        data["ends_at"] = self._moment("until", data.get("until_day"), data.get("until"))
        if bool(data.get("until_day")) != bool(data.get("until")) and not self.errors:
            self.add_error("until", _("Write both day and time, or none of them."))
        elif data["starts_at"] and data["ends_at"] and data["ends_at"] <= data["starts_at"]:
            self.add_error("until", _("The end lies before the beginning."))
        return data

    def _moment(self, name: str, day: Any, hour: time | None) -> datetime | None:  # noqa: ANN401 - a date or nothing
        if not day or hour is None:
            return None
        try:
            return moment(day, hour, self.zone)
        except DomainError as refusal:
            self.add_error(name, str(refusal.message))
            return None
