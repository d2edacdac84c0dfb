"""What people type for 1:1 meetings."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.events.editions.models import Edition
from jisr.events.talks.models import LONGEST_TEXT, USUAL_MOST, TalkProfile, TalkSetting
from jisr.events.talks.states import LANGUAGE_PAIRS
from jisr.municipalities.models import Theme
from jisr.web.fields import lines

MOST_THEMES = 5
DAY_FORMATS = ["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"]


def _day(label: Any, hint: Any = "") -> forms.DateField:  # noqa: ANN401 - text
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=hint, widget=widget, input_formats=DAY_FORMATS)


def _clock(label: Any, hint: Any = "") -> forms.TimeField:  # noqa: ANN401 - text
    return forms.TimeField(label=label, help_text=hint, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


def _number(label: Any, lowest: int, highest: int, initial: int | None = None) -> forms.IntegerField:  # noqa: ANN401
    widget = forms.NumberInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=lowest, max_value=highest, initial=initial, widget=widget)


class _InZone(forms.Form):
    """A day and a time of the clock in the zone of the edition."""

    def __init__(self, *positions: Any, edition: Edition, **named: Any) -> None:  # noqa: ANN401 - the framework's
        super().__init__(*positions, **named)
        self.edition = edition

    def moment(self, day: date, clock: time) -> datetime | None:
        """The moment; None for an hour that is skipped when clocks go forward."""
        zone = ZoneInfo(self.edition.zone)
        found = datetime.combine(day, clock, tzinfo=zone)
        back = found.astimezone(ZoneInfo("UTC")).astimezone(zone)
        return found if back.replace(tzinfo=None) == found.replace(tzinfo=None) else None

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if typed.get("day") and typed.get("clock"):
            typed["at"] = self.moment(typed["day"], typed["clock"])
            if typed["at"] is None:
                told = _("There is no such time on that day: the clocks go forward. Please choose another one.")
                self.add_error("clock", told)
        return typed


class SettingForm(_InZone):
    """How 1:1 meetings of an edition work."""

    day = _day(_("Last day for requests and answers"))
    clock = _clock(_("Until what time"), _("In the time zone of the meeting."))
    slot_minutes = _number(_("Minutes of a meeting"), 5, 120, 20)
    most = _number(_("Meetings of one person at most"), 1, 40, USUAL_MOST)
    place = forms.CharField(label=_("Where"), max_length=160, required=False, widget=forms.TextInput({"dir": "auto"}))

    @classmethod
    def of(cls, setting: TalkSetting | None, edition: Edition, data: Any = None) -> "SettingForm":  # noqa: ANN401
        initial: dict[str, Any] = {}
        if setting is not None:
            closes = timezone.localtime(setting.closes_at, ZoneInfo(edition.zone))
            initial = {"day": closes.date(), "clock": closes.time(), "slot_minutes": setting.slot_minutes}
            initial |= {"most": setting.most, "place": setting.place}
        return cls(data, edition=edition, initial=initial)

    def values(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {"closes_at": typed["at"], **{name: typed[name] for name in ("slot_minutes", "most", "place")}}


class BlockForm(_InZone):
    """Meetings that follow one another."""

    day = _day(_("Day"))
    clock = _clock(_("Begins at"), _("In the time zone of the meeting."))
    count = _number(_("Number of meetings in a row"), 1, 40)
    pause_minutes = _number(_("Minutes between two meetings"), 0, 60, 5)
    tables = _number(_("Tables"), 1, 200)

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        day, edition = typed.get("day"), self.edition
        margin = timedelta(days=1)  # the evening before and the morning after are used, too
        if day and not edition.start_on - margin <= day <= edition.end_on + margin:
            self.add_error("day", _("This day is not one of the meeting's."))
        return typed

    def values(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {"starts_at": typed["at"], **{name: typed[name] for name in ("count", "pause_minutes", "tables")}}


class TablesForm(forms.Form):
    """How many tables a block has."""

    tables = _number(_("Tables"), 1, 200)


class InterpreterForm(forms.Form):
    """Somebody who interprets, by function."""

    label = forms.CharField(
        label=_("Shown as"),
        help_text=_("A function is enough, such as: Interpreter 1."),
        max_length=80,
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
    )
    pairs = forms.MultipleChoiceField(
        label=_("Interprets between"), choices=LANGUAGE_PAIRS, widget=forms.CheckboxSelectMultiple
    )


class _Themes(forms.ModelMultipleChoiceField):
    widget = forms.SelectMultiple

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - the framework's signature
        chosen = super().clean(value)
        if len(chosen) > MOST_THEMES:
            told = _("Please choose at most %(number)d themes.")
            raise forms.ValidationError(told, params={"number": MOST_THEMES})
        return chosen


class ProfileForm(forms.Form):
    """What a participant offers and looks for, and when they cannot come."""

    offers = _Themes(
        label=_("What I can offer"), help_text=_("Up to five themes."), queryset=Theme.objects.none(), required=False
    )
    needs = _Themes(
        label=_("What I am looking for"),
        help_text=_("Up to five themes."),
        queryset=Theme.objects.none(),
        required=False,
    )
    text = lines(
        _("In your own words"),
        _("A sentence or two about your work. Others who take part see it; please name no phone number or address."),
        longest=LONGEST_TEXT,
        required=False,
        rows=4,
    )
    language = forms.ChoiceField(
        label=_("Language of this text"), choices=[("", _("no text")), *settings.LANGUAGES], required=False
    )
    away = forms.MultipleChoiceField(
        label=_("Times at which I cannot come"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *positions: Any, slots: list[tuple[str, str]], **named: Any) -> None:  # noqa: ANN401
        super().__init__(*positions, **named)
        for name in ("offers", "needs"):
            self.fields[name].queryset = Theme.objects.order_by("name")
            self.fields[name].widget.attrs["size"] = 8
        self.fields["away"].choices = slots

    @classmethod
    def of(cls, profile: TalkProfile | None, slots: list[tuple[str, str]], data: Any = None) -> "ProfileForm":  # noqa: ANN401
        initial = {}
        if profile is not None:
            initial = {name: getattr(profile, name) for name in ("text", "language", "away")}
            initial |= {"offers": profile.offers.all(), "needs": profile.needs.all()}
        return cls(data, slots=slots, initial=initial)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if typed.get("text") and not typed.get("language"):
            self.add_error("language", _("Please say in which language your text is."))
        if not (typed.get("text") or typed.get("offers") or typed.get("needs")):
            self.add_error(
                "offers", _("Please choose a theme or write a sentence, so that others know why to ask you.")
            )
        return typed


class AskForm(forms.Form):
    """Why one would like to meet."""

    words = lines(
        _("Why would you like to meet?"),
        _("The other person reads this. One sentence is enough."),
        longest=LONGEST_TEXT,
        required=False,
        rows=3,
    )
