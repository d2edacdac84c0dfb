"""What the events team types about series, editions and their steps."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from jisr.events.editions import choosing, cloning, new_days
from jisr.events.editions.clock import told
from jisr.events.editions.fields import HostsField, TextsField, WhenField, day, names_of
from jisr.events.editions.models import Edition, Series
from jisr.events.editions.services import FIXED_ONCE_TOLD, Days, Step
from jisr.events.editions.sheets import EDITION_SHEET, SERIES_SHEET, in_three
from jisr.events.editions.states import TOLD_OF, Cost, State
from jisr.events.editions.workflow import NEEDS_REASON
from jisr.kernel.tables import LANGUAGES
from jisr.municipalities.forms.directory import in_three as label_in_three
from jisr.municipalities.forms.facts import ConflictForm, Told
from jisr.partnerships.projects.forms import EuroField
from jisr.web.fields import lines

Text = str | Promise
LONGEST_REASON, LONGEST_NOTE, LONGEST_LINE = 1000, 2000, 300
PLACE_AND_TIME = ("start", "end", "registration_deadline", "zone", "mode", "country", "places", *in_three("place"))
NAMES = ("number", *in_three("title"))
TEXTS = (*in_three("summary"), "themes", *in_three("organisers", "partners", "formats", "cost_note"))


def _texts(label: Text) -> TextsField:
    return TextsField(label=label, longest=LONGEST_LINE, required=False)


def _reason() -> forms.CharField:
    return lines(
        _("Why the host country or the time differs from the proposal"),
        _("Needed only if it differs. The office reads it."),
        longest=LONGEST_REASON,
        required=False,
        rows=3,
    )


class SeriesForm(ConflictForm):
    """A series of meetings."""

    fact_names = tuple(SERIES_SHEET.fields)

    class Meta:
        model = Series
        fields = SERIES_SHEET.columns
        labels: ClassVar[dict[str, Any]] = {
            "kind": _("Kind"),
            "from_months": _("Months until the next one at least"),
            "to_months": _("Months until the next one at most"),
        }

    def label_fields(self) -> None:
        label_in_three(self, "name", _("Name"))
        label_in_three(self, "description", _("Description"))
        for name in in_three("description"):
            self.fields[name].widget = forms.Textarea(attrs={"rows": 3, "maxlength": 300})
        for name in in_three("name"):
            self.fields[name].required = True

    def text(self, name: str, value: Any) -> str:  # noqa: ANN401
        return SERIES_SHEET.text(name, value)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        shortest, longest = data.get("from_months"), data.get("to_months")
        if (shortest is None) != (longest is None):
            self.add_error("to_months", _("A rhythm needs both numbers of months."))
        elif shortest and longest and longest < shortest:
            self.add_error("to_months", _("This is less than the number above."))
        return data


class EditionForm(ConflictForm):
    """All facts of an edition."""

    fact_names: ClassVar[tuple[str, ...]] = (*NAMES, *PLACE_AND_TIME, *TEXTS, *in_three("outcomes"))
    groups: ClassVar[Sequence[tuple[Text, Sequence[str]]]] = (
        (_("Title"), NAMES),
        (_("When and where"), PLACE_AND_TIME),
        (_("What it is about"), TEXTS),
        (_("What came of it"), in_three("outcomes")),
    )

    start = WhenField(label=_("First day"), help_text=_("While it is only planned, a month such as 9.2027 is enough."))
    end = WhenField(label=_("Last day"))
    registration_deadline = day(
        _("Last day of registration"), _("Registration ends with this day, in the time zone below."), required=False
    )
    places = HostsField(
        label=_("Host authorities"),
        help_text=_("One a line, the name in any spelling. Leave it empty for an online meeting."),
        required=False,
    )
    reason = _reason()

    class Meta:
        model = Edition
        fields = [
            *NAMES,
            *(name for name in PLACE_AND_TIME if name not in ("start", "end", "places", "registration_deadline")),
            *in_three("summary"),
            "themes",
            *in_three("cost_note"),
        ]
        widgets: ClassVar[dict[str, Any]] = {"themes": forms.CheckboxSelectMultiple}
        labels: ClassVar[dict[str, Any]] = {
            "number": _("Number"),
            "zone": _("Time zone"),
            "mode": _("How people meet"),
            "country": _("Host country"),
            "themes": _("Themes"),
        }

    def __init__(self, data: Any = None, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(data, **kwargs)
        for name in ("title_de", "title_en", "title_ar"):
            self.fields[name].required = name == "title_en"

    def label_fields(self) -> None:
        labels = {"organisers": _("Organisers"), "partners": _("Hosts and partners"), "formats": _("Formats")}
        labels["outcomes"] = _("Outcomes")
        for stem, label in labels.items():
            for name in in_three(stem):
                if name in self.fact_names:
                    self.fields[name] = _texts(label)
                    self.fields[name].help_text = _("One a line.")
                    if self.instance.pk:
                        self.initial.setdefault(name, getattr(self.instance, name))
            label_in_three(self, stem, label)
        for stem, label in (("title", _("Title")), ("place", _("Place")), ("cost_note", _("Note on costs"))):
            label_in_three(self, stem, label)
        label_in_three(self, "summary", _("Summary"))
        if self.instance.pk and self.instance.state in FIXED_ONCE_TOLD:
            self.fields["is_told"] = forms.BooleanField(
                label=_("If country, place or the way to meet change, tell everybody concerned by mail"),
                required=False,
                initial=True,
            )
        if self.instance.pk:
            self.initial |= {name: str(getattr(self.instance, name) or "") for name in ("start", "end")}
            self.initial["registration_deadline"] = self.instance.registration_deadline
            self.initial["places"] = names_of(self.instance.places.all())

    def text(self, name: str, value: Any) -> str:  # noqa: ANN401
        return EDITION_SHEET.text(name, value)

    def shown(self, name: str, text: str) -> str:
        if name == "places":
            return str(self.fields[name].prepare_value(text)) or "–"
        return super().shown(name, text)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        start, end, deadline = data.get("start"), data.get("end"), data.get("registration_deadline")
        if start and end and end.last < start.first:
            self.add_error("end", _("The last day lies before the first one."))
        if end and deadline and deadline > end.last:
            self.add_error("registration_deadline", _("This day lies after the meeting."))
        return data

    def sections(self) -> Iterator[tuple[Text, list[Told]]]:
        """The fields in groups with a heading, as the page shows them."""
        told = {each.field.name: each for each in self.told()}
        for title, names in self.groups:
            found = [told[name] for name in names if name in told]
            if found:
                yield title, found


class NewEditionForm(EditionForm):
    """An edition of a series from nothing."""

    fact_names = (*NAMES, *PLACE_AND_TIME, *TEXTS)
    series = forms.ModelChoiceField(label=_("Series"), queryset=Series.objects.none(), to_field_name="slug")

    def label_fields(self) -> None:
        super().label_fields()
        self.fields["series"].queryset = Series.objects.order_by("name")  # type: ignore[attr-defined]


class NextEditionForm(EditionForm):
    """The edition that carries on another one: what is new, and which parts are taken over."""

    fact_names = (*NAMES, *PLACE_AND_TIME)
    parts = forms.MultipleChoiceField(
        label=_("What is taken over"),
        help_text=_("Numbers say how much there is. Dates move along with the first day."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta(EditionForm.Meta):
        fields = [name for name in EditionForm.Meta.fields if name in (*NAMES, *PLACE_AND_TIME)]

    def __init__(self, data: Any = None, *, source: Edition, **kwargs: Any) -> None:  # noqa: ANN401
        self.source = source
        super().__init__(data, **kwargs)
        self.fields["parts"].choices = [(part.name, _part_label(part, source)) for part in cloning.parts()]  # type: ignore[attr-defined]
        self.initial.setdefault("parts", [part.name for part in cloning.parts() if part.is_default])


def _part_label(part: cloning.Part, source: Edition) -> str:
    return f"{part.label} ({part.count(source)})" if part.count else str(part.label)


class NotesForm(forms.Form):
    """What the office adds to a mail: in all languages or in none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        for language in LANGUAGES:
            self.fields[f"note_{language}"] = lines("", longest=LONGEST_NOTE, required=False, rows=3)
        label_in_three(self, "note", _("Note of the office in the mail"))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        written = [language for language in LANGUAGES if data.get(f"note_{language}")]
        if written and len(written) < len(LANGUAGES):
            for language in LANGUAGES:
                if language not in written:
                    self.add_error(f"note_{language}", _("A note is needed in all three languages, or in none."))
        return data

    def notes(self) -> dict[str, str]:
        return {language: self.cleaned_data[f"note_{language}"] for language in LANGUAGES}


def _until_now(edition: Edition) -> str:
    if edition.registration_deadline is None:
        return ""
    return gettext("Until now: %(day)s") % {"day": date_format(edition.registration_deadline, "DATE_FORMAT")}


def _in_numbers(planned: Iterable[tuple[Text, int]]) -> str:
    rows = pgettext("between items of a list", ", ").join(f"{label} ({number})" for label, number in planned)
    return gettext(
        "%(what)s. All keep their time of day. What is published stays as it is until you publish it anew."
    ) % {"what": rows}


BEFORE_END = "@"


class DeadlinesField(forms.TypedMultipleChoiceField):
    """Which deadlines move along, each with the end that the page showed; those to come are chosen at first."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid_choice": _("Somebody changed a deadline meanwhile. Please look at them again.")
    }

    def __init__(self, edition: Edition, at: datetime) -> None:
        found = new_days.deadlines(edition, days=0, at=at)
        super().__init__(
            label=_("Deadlines that move by the same number of days"),
            help_text=_("All keep their time of day. You see the new days before anything changes."),
            required=False,
            choices=[(_key(each), _choice(each, edition.zone, at)) for each in found],
            initial=[_key(each) for each in found if each.now.closes_at > at],
        )

    def clean(self, value: Any) -> dict[str, datetime]:  # noqa: ANN401 - what the browser sent
        pairs = (key.split(BEFORE_END) for key in super().clean(value))
        return {name: datetime.fromisoformat(end) for name, end in pairs}


def _choice(deadline: new_days.Deadline, zone: str, at: datetime) -> str:
    words = f"{deadline.label}: {told(deadline.now.closes_at, zone)}"
    if deadline.now.closes_at > at:
        return words
    return gettext("%(deadline)s. It is over already; if it moves, it is open again.") % {"deadline": words}


def _key(deadline: new_days.Deadline) -> str:
    return f"{deadline.name}{BEFORE_END}{deadline.now.closes_at.isoformat()}"


class StepForm(NotesForm):
    """Taking a step of an edition."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=12)

    def __init__(self, *args: Any, name: str, edition: Edition, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.name = name
        first: dict[str, forms.Field] = {}
        if name in NEEDS_REASON:
            hint = _("Everybody concerned reads it in the mail, as you write it.")
            first["reason"] = lines(_("Reason"), hint, longest=LONGEST_REASON, rows=3)
        if name == "announce" and edition.state == State.POSTPONED:
            first["start_on"] = day(_("First day"))
            first["end_on"] = day(_("Last day"))
            first["registration_deadline"] = day(_("Last day of registration"), _until_now(edition), required=False)
            if planned := new_days.planned(edition):
                first["moves_programme"] = forms.BooleanField(
                    label=_("Move what is planned by the same number of days"),
                    help_text=_in_numbers(planned),
                    required=False,
                    initial=True,
                )
            deadlines = DeadlinesField(edition, timezone.now())
            if deadlines.choices:
                first["deadlines"] = deadlines
        if name not in NEEDS_REASON:
            first["is_told"] = forms.BooleanField(
                label=_("Tell everybody concerned by mail"), required=False, initial=name in TOLD_OF
            )
        self.fields = {**first, **self.fields}
        self.initial.setdefault("seen", edition.state)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        begin, end = data.get("start_on"), data.get("end_on")
        if isinstance(begin, date) and isinstance(end, date) and end < begin:
            self.add_error("end_on", _("The last day lies before the first one."))
        return data

    def step(self) -> Step:
        data = self.cleaned_data
        days = None
        if "start_on" in data:
            days = Days(
                data["start_on"],
                data["end_on"],
                data["registration_deadline"],
                moves_programme=data.get("moves_programme", False),
                deadlines=data.get("deadlines", {}),
            )
        return Step(
            self.name,
            reason=data.get("reason", ""),
            notes=self.notes(),
            days=days,
            is_told=data.get("is_told"),
            seen=data["seen"],
        )


class CostsForm(forms.Form):
    """Amounts and notes of all kinds of costs. ``opened`` travels signed: what the form showed."""

    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        for category in Cost:
            self.fields[f"{category}_planned_cents"] = EuroField(label=_("Planned"))
            self.fields[f"{category}_spent_cents"] = EuroField(label=pgettext_lazy("money", "Spent"))
            widget = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
            self.fields[f"{category}_note"] = forms.CharField(
                label=_("Note"), max_length=200, required=False, widget=widget
            )

    def rows(self) -> Iterator[tuple[Text, list[forms.BoundField]]]:
        for category in Cost:
            yield category.label, [self[f"{category}_{column}"] for column in ("note", "planned_cents", "spent_cents")]

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "opened"}


class GuestsForm(forms.Form):
    """Which authorities are invited."""

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        for question in choosing.questions():
            self.fields[question.name] = forms.ChoiceField(
                label=question.label, choices=[("", _("All")), *question.choices()], required=False
            )
