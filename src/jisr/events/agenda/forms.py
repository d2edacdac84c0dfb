"""What the office types about sessions: texts, time and place, who speaks, who interprets, what goes with them."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jisr.events.agenda.days import moment
from jisr.events.agenda.models import LONGEST_MINUTES, Room, Session, SessionSpeaker
from jisr.events.agenda.services import FIELDS, marks_of, values_of
from jisr.events.agenda.states import Channel, SessionKind, SpeakerRole
from jisr.events.agenda.typing_fields import day_field, hour_field, in_three, line, number
from jisr.events.editions.clock import local
from jisr.events.registration.models import LANGUAGES, Participant
from jisr.kernel.errors import DomainError
from jisr.kernel.tables import LANGUAGES as CODES
from jisr.municipalities import choices

LONGEST_ABSTRACT, MOST_PLACES, LONGEST_MARKS = 3000, 5000, 4000


class SessionForm(forms.Form):
    """What a session is about. ``seen`` carries the marks of what the form showed."""

    kind = forms.ChoiceField(label=_("Kind"), choices=SessionKind)
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken"), choices=LANGUAGES, widget=forms.CheckboxSelectMultiple, required=False
    )
    places = number(
        _("Places"),
        _("How many people can take part. If it is empty, as many as the room holds, or everybody."),
        most=MOST_PLACES,
        required=False,
    )
    needs_signup = forms.BooleanField(
        label=_("Sign-up needed"),
        help_text=_("Participants sign up once this is published. When all places are taken, they wait for one."),
        required=False,
    )
    signup_until = day_field(
        _("Last day to sign up"), _("If it is empty, people sign up until the session begins."), required=False
    )
    themes = forms.MultipleChoiceField(label=_("Themes"), widget=forms.CheckboxSelectMultiple, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_MARKS)

    def __init__(self, *args: Any, session: Session | None = None, **kwargs: Any) -> None:  # noqa: ANN401
        if session is not None:
            values = values_of(session)
            kwargs["initial"] = {**values, "seen": json.dumps(marks_of(values))}
        super().__init__(*args, **kwargs)
        fields = {
            **in_three("title", _("Title"), longest=200),
            **in_three("abstract", _("Abstract"), longest=LONGEST_ABSTRACT, rows=5),
            **in_three("meeting_point", _("Meeting point"), longest=250),
            **in_three("transport", _("Transport"), longest=250),
            **in_three("permits", _("Permits needed"), longest=250),
        }
        self.fields.update(fields)
        self.fields["themes"].choices = choices.themes()  # type: ignore[attr-defined]
        self.order_fields(["kind", *(name for name in fields if name.startswith("title")), "languages"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not any(data.get(f"title_{code}") for code in CODES):
            self.add_error("title_de", _("Write a title in at least one language."))
        if not data.get("languages") and data.get("kind") != SessionKind.BREAK:
            self.add_error("languages", _("Choose at least one language."))
        return data

    @property
    def values(self) -> dict[str, Any]:
        typed = {name: self.cleaned_data[name] for name in FIELDS}
        return {**typed, "themes": sorted(typed["themes"]), "languages": list(typed["languages"])}

    @property
    def marks(self) -> dict[str, str]:
        """What the form showed; nothing that was not written by us is believed to be more than text."""
        try:
            found = json.loads(self.cleaned_data["seen"] or "{}")
        except ValueError:
            return {}
        return {name: str(found[name]) for name in FIELDS if name in found} if isinstance(found, dict) else {}


class MoveForm(forms.Form):
    """Where and when a session is, as the clocks of the meeting show it. Without day and time it is not scheduled."""

    room = forms.ChoiceField(label=_("Room"), required=False)
    day = day_field(_("Day"), _("Leave day and time empty to take the session off the programme."), required=False)
    start = hour_field(_("Begins at"), required=False)
    minutes = number(_("Minutes"), least=5, most=LONGEST_MINUTES)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401
        rooms: Iterable[Room],
        zone: str,
        session: Session | None = None,
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        self.rooms = {str(room.public_id): room for room in rooms}
        self.zone = zone
        if session is not None:
            kwargs["initial"] = {**self.shown(session), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        names = [(key, f"{room.name} ({room.venue.name})") for key, room in self.rooms.items()]
        self.fields["room"].choices = [("", _("no room")), *names]  # type: ignore[attr-defined]

    def shown(self, session: Session) -> dict[str, Any]:
        at = local(session.starts_at, self.zone) if session.starts_at else None
        return {
            "room": str(session.room.public_id) if session.room else "",
            "day": at.date() if at else None,
            "start": at.time() if at else None,
            "minutes": session.minutes,
            "version": session.version,
        }

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        day, start = data.get("day"), data.get("start")
        if bool(day) != bool(start) and not self.errors:
            self.add_error("start" if day else "day", _("Write both day and time, or none of them."))
        if day and start:
            try:
                data["starts_at"] = moment(day, start, self.zone)
            except DomainError as refusal:
                self.add_error("start", str(refusal.message))
        return data

    @property
    def place(self) -> dict[str, Any]:
        data = self.cleaned_data
        starts_at: datetime | None = data.get("starts_at")
        return {"room": self.rooms.get(data["room"]), "starts_at": starts_at, "minutes": data["minutes"]}


class SpeakerRow(forms.Form):
    """Somebody who speaks or moderates."""

    speaker = forms.IntegerField(widget=forms.HiddenInput, required=False)
    participant = forms.ModelChoiceField(
        label=_("Participant"), queryset=Participant.objects.none(), required=False, empty_label=_("nobody of the list")
    )
    full_name = line(_("Name"), _("As it is shown. Empty: the name of the participant."), longest=120, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=SpeakerRole, initial=SpeakerRole.SPEAKER)
    has_agreed = forms.BooleanField(label=_("Has agreed to be shown in public"), required=False)
    agreed_on = day_field(_("Agreed on"), required=False)
    consent_note = line(_("How they agreed"), _("For example: by e-mail."), longest=200, required=False)

    def __init__(self, *args: Any, participants: Any, zone: str, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.fields["participant"].queryset = participants  # type: ignore[attr-defined]
        self.fields.update(in_three("function_title", _("Function"), longest=160))
        order = ["speaker", "participant", "full_name", "role", *(f"function_title_{code}" for code in CODES)]
        self.order_fields(order)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("participant") and not data.get("full_name"):
            data["full_name"] = data["participant"].full_name
        if not data.get("full_name") and not self.errors:
            self.add_error("full_name", _("Choose a participant or write a name."))
        if data.get("has_agreed") and not data.get("participant") and not data.get("consent_note"):
            self.add_error("consent_note", _("Note how they agreed."))
        noon = datetime.strptime("12:00", "%H:%M").time()  # noqa: DTZ007 - a time of day
        data["agreed_at"] = moment(data["agreed_on"], noon, self.zone) if data.get("agreed_on") else None
        return data

    @staticmethod
    def shown(speaker: SessionSpeaker, zone: str) -> dict[str, Any]:
        texts = {f"function_title_{code}": getattr(speaker, f"function_title_{code}") or "" for code in CODES}
        agreed = speaker.consented_at
        return {
            "speaker": speaker.pk,
            "participant": speaker.participant_id,
            "full_name": speaker.full_name,
            "role": speaker.role,
            "has_agreed": agreed is not None,
            "agreed_on": local(agreed, zone).date() if agreed else None,
            "consent_note": speaker.consent_note,
            **texts,
        }


class InterpretationRow(forms.Form):
    """From which language into which one, how, and by whom."""

    from_language = forms.ChoiceField(label=_("From"), choices=[("", _("Choose one")), *LANGUAGES])
    to_language = forms.ChoiceField(label=_("Into"), choices=[("", _("Choose one")), *LANGUAGES])
    channel = forms.ChoiceField(label=_("Channel"), choices=Channel, initial=Channel.SIMULTANEOUS)
    interpreter = forms.ModelChoiceField(
        label=_("Interpreter"), queryset=Participant.objects.none(), required=False, empty_label=_("nobody yet")
    )

    def __init__(self, *args: Any, participants: Any, zone: str, **kwargs: Any) -> None:  # noqa: ANN401, ARG002
        super().__init__(*args, **kwargs)
        self.fields["interpreter"].queryset = participants  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("from_language") and data.get("from_language") == data.get("to_language"):
            self.add_error("to_language", _("Choose two different languages."))
        return data


class MaterialRow(forms.Form):
    """A page or file that goes with the session."""

    url = forms.URLField(label=_("Address"), max_length=400, assume_scheme="https")
    language = forms.ChoiceField(
        label=_("Language of the material"), choices=[("", _("several or none")), *LANGUAGES], required=False
    )

    def __init__(self, *args: Any, participants: Any, zone: str, **kwargs: Any) -> None:  # noqa: ANN401, ARG002
        super().__init__(*args, **kwargs)
        self.fields.update(in_three("title", _("Title"), longest=160))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not any(data.get(f"title_{code}") for code in CODES) and not self.errors:
            self.add_error("title_de", _("Write a title in at least one language."))
        return data


class RowSet(forms.BaseFormSet):
    """Rows in their order, without those that are empty or marked to go."""

    deletion_widget = forms.CheckboxInput

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Remove this row")

    @property
    def kept(self) -> list[Mapping[str, Any]]:
        rows = [form for form in self.forms if form not in self.deleted_forms]
        return [form.cleaned_data for form in rows if form.has_changed() or form.initial]


class SignUpForm(forms.Form):
    """Somebody whom the office signs up for a session."""

    participant = forms.ModelChoiceField(
        label=_("Participant"),
        queryset=Participant.objects.none(),
        to_field_name="public_id",
        empty_label=_("Choose one"),
    )

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        coming = Participant.objects.coming().filter(edition=session.edition).exclude(signups__session=session)
        self.fields["participant"].queryset = coming.order_by("full_name", "pk")  # type: ignore[attr-defined]


class PublishForm(forms.Form):
    """A word to readers about a new version, and which draft was looked at."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields.update(in_three("note", _("What is new"), longest=500))
        hint = _("One sentence for readers, if you like, in all three languages. It stands above the programme.")
        self.fields[f"note_{CODES[0]}"].help_text = hint

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        empty = [f"note_{code}" for code in CODES if not data.get(f"note_{code}", "").strip()]
        if len(empty) < len(CODES):
            for name in empty:
                self.add_error(name, _("Please write it in this language, too, or in none."))
        return data

    @property
    def news(self) -> dict[str, str]:
        """What was typed, by language."""
        return {code: self.cleaned_data[f"note_{code}"] for code in CODES}
