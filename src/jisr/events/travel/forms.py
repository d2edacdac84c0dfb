"""What people enter about journeys: items, times, passports and needs, reasons, and the rules of the office."""

import re
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jisr.events.travel.models import LONGEST_NOTE, LONGEST_SENDER, LONGEST_WORDS, MOST_WEEKS
from jisr.events.travel.states import (
    AccessNeed,
    Bearer,
    CostCategory,
    Diet,
    Doer,
    ItemKind,
    ItemState,
    NameList,
    RoomWish,
)
from jisr.events.travel.values import LABELS
from jisr.kernel.text.folding import latin_digits, without_controls
from jisr.web.fields import lines

Text = str | Promise
PASSPORT_NUMBER: Final = re.compile(r"[A-Z0-9]{5,20}")
LONGEST_REASON = 300


def _line(label: Text, hint: Text = "", *, longest: int, required: bool = False, **attributes: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", **attributes})
    return forms.CharField(label=label, help_text=hint, max_length=longest, required=required, widget=widget)


def _day(label: Text, hint: Text = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    formats = ["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"]
    return forms.DateField(label=label, help_text=hint, widget=widget, input_formats=formats, required=False)


def _moment(label: Text) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M", "%d/%m/%Y %H:%M"]
    return forms.DateTimeField(label=label, widget=widget, input_formats=formats, required=False)


class ItemForm(forms.Form):
    """How far one item is."""

    state = forms.ChoiceField(label=_("State"), choices=ItemState, widget=forms.RadioSelect)
    note = lines(
        _("Note"),
        _("The traveller, the coordinators and the events team read this. Write no passport number here."),
        longest=LONGEST_NOTE,
        required=False,
        rows=3,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class JourneyForm(forms.Form):
    """When and where somebody arrives and leaves, and what room they would like. All may be told later."""

    arrives_at = _moment(_("Arrival: day and time"))
    arrival_place = _line(_("Place of arrival"), _("For example the airport or the station."), longest=120)
    needs_pickup = forms.BooleanField(label=_("I need a transfer on arrival"), required=False)
    departs_at = _moment(_("Departure: day and time"))
    departure_place = _line(_("Place of departure"), longest=120)
    needs_return = forms.BooleanField(label=_("I need a transfer on departure"), required=False)
    first_night_on = _day(_("First night in the hotel"), _("Leave both empty if you need no room."))
    last_night_on = _day(_("Last night in the hotel"))
    room_wish = forms.ChoiceField(
        label=_("Room in the hotel"), choices=RoomWish, initial=RoomWish.NONE, widget=forms.RadioSelect, required=False
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def clean_room_wish(self) -> str:
        return self.cleaned_data["room_wish"] or RoomWish.NONE

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        arrives, departs = typed.get("arrives_at"), typed.get("departs_at")
        if arrives and departs and departs <= arrives:
            self.add_error("departs_at", _("The departure must be after the arrival."))
        first, last = typed.get("first_night_on"), typed.get("last_night_on")
        has_errors = "first_night_on" in self.errors or "last_night_on" in self.errors
        if bool(first) != bool(last) and not has_errors:
            self.add_error("last_night_on" if first else "first_night_on", _("Please name both nights, or none."))
        elif first and last and last < first:
            self.add_error("last_night_on", _("The last night cannot be before the first one."))
        return typed


class TravelDataForm(forms.Form):
    """Passport, emergency contact, food and access. Everything may be left out; what is entered is sealed."""

    passport_name = _line(
        LABELS["passport_name"], _("In Latin letters, exactly as in the passport."), longest=120, dir="ltr"
    )
    passport_number = _line(
        LABELS["passport_number"], _("It stands in the letter only if you enter it here."), longest=24, dir="ltr"
    )
    nationality = _line(LABELS["nationality"], longest=60)
    born_on = _day(LABELS["born_on"])
    expires_on = _day(LABELS["expires_on"])
    emergency_name = _line(LABELS["emergency_name"], longest=120)
    emergency_phone = _line(
        LABELS["emergency_phone"], _("With the code of the country, such as +970."), longest=40, dir="ltr"
    )
    diet = forms.ChoiceField(label=LABELS["diet"], choices=Diet, initial=Diet.NONE, widget=forms.RadioSelect)
    diet_note = _line(LABELS["diet_note"], _("For example allergies."), longest=200)
    access = forms.MultipleChoiceField(
        label=LABELS["access"], choices=AccessNeed, widget=forms.CheckboxSelectMultiple, required=False
    )
    access_note = _line(LABELS["access_note"], longest=200)
    seen = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def clean_passport_number(self) -> str:
        """Digits of all scripts are read, spaces and hyphens left out."""
        typed = latin_digits(self.cleaned_data["passport_number"]).upper()
        number = re.sub(r"[\s-]", "", without_controls(typed))
        if number and not PASSPORT_NUMBER.fullmatch(number):
            raise forms.ValidationError(_("Please enter 5 to 20 Latin letters and digits."))
        return number

    def clean_born_on(self) -> Any:  # noqa: ANN401 - a day or nothing
        day = self.cleaned_data["born_on"]
        if day and day >= timezone.localdate():
            raise forms.ValidationError(_("The date of birth must be in the past."))
        return day


class ReasonForm(forms.Form):
    """Why somebody of the office reads what is sealed."""

    reason = _line(
        _("Why do you need to read this?"), _("It is kept in the history."), longest=LONGEST_REASON, required=True
    )


class NamesForm(forms.Form):
    """Which list with names, for whom, as what."""

    list = forms.ChoiceField(label=_("Which list?"), choices=NameList, widget=forms.RadioSelect)
    reason = _line(_("Who gets it, and why?"), _("It is kept in the history."), longest=LONGEST_REASON, required=True)
    format = forms.ChoiceField(
        label=_("File"), choices=[("xlsx", "XLSX"), ("csv", "CSV")], initial="xlsx", widget=forms.RadioSelect
    )


class LetterWordsForm(forms.Form):
    """Who sends and signs the letters of a meeting, and what the office adds in each language."""

    letter_sender = lines(
        _("Sender"),
        _("Name and address of the office with telephone and e-mail, as consulates want to see them."),
        longest=LONGEST_SENDER,
        required=False,
        rows=5,
    )
    letter_signed_by = _line(_("Who signs"), _("Name and function."), longest=120)
    letter_words_de = lines(_("Words of your own in the German letter"), longest=LONGEST_WORDS, required=False, rows=4)
    letter_words_en = lines(_("Words of your own in the English letter"), longest=LONGEST_WORDS, required=False, rows=4)
    letter_words_ar = lines(_("Words of your own in the Arabic letter"), longest=LONGEST_WORDS, required=False, rows=4)
    seen = forms.IntegerField(widget=forms.HiddenInput)


class AccessForm(forms.Form):
    """How people take part who do not come to the place."""

    online_url = forms.URLField(
        label=_("Link to take part online"),
        help_text=_("Only those read it who have a confirmed place online."),
        max_length=500,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    online_note = _line(_("Note"), _("For example the code of the meeting, or a number to dial in."), longest=300)
    is_told = forms.BooleanField(label=_("Tell everybody who takes part online by mail"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)


class RulesForm(forms.Form):
    """The checklist and the costs of one side at one meeting, and how long personal data is kept."""

    kept_days = forms.IntegerField(
        label=_("Days that personal travel data is kept after the meeting"),
        help_text=_("Then passports, needs, journeys and letters are deleted. This holds for all sides."),
        min_value=1,
        max_value=365,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, general: dict[str, str], **kwargs: Any) -> None:  # noqa: ANN401
        """``general``: for each cost what holds if the meeting says nothing else, in words."""
        super().__init__(*args, **kwargs)
        for kind in ItemKind:
            self.fields[f"weeks_{kind.value}"] = forms.IntegerField(
                label=kind.label, min_value=0, max_value=MOST_WEEKS, required=False
            )
            self.fields[f"doer_{kind.value}"] = forms.ChoiceField(label=_("who does it"), choices=Doer)
        for category in CostCategory:
            told = _("as generally: %(bearer)s") % {"bearer": general.get(category.value, "–")}
            self.fields[f"bearer_{category.value}"] = forms.ChoiceField(
                label=category.label, choices=[("", told), *Bearer.choices], required=False
            )

    def item_rows(self) -> list[tuple[Any, Any]]:
        return [(self[f"weeks_{kind.value}"], self[f"doer_{kind.value}"]) for kind in ItemKind]

    def cost_rows(self) -> list[Any]:
        return [self[f"bearer_{category.value}"] for category in CostCategory]
