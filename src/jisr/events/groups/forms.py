"""What people type about working groups."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jisr.events.agenda.models import Session
from jisr.events.agenda.states import SessionKind
from jisr.events.editions.models import Edition
from jisr.events.groups.models import LARGEST_SHARE, MOST_PLACES, GroupRules, WorkingGroup
from jisr.events.groups.problem import MOST_WISHES
from jisr.events.groups.states import Purpose
from jisr.events.groups.words import pair_in_words
from jisr.events.registration.models import LANGUAGES, Participant, ParticipantKind
from jisr.municipalities.models import Authority, Theme
from jisr.web.fields import lines

CODES = [code for code, _label in LANGUAGES]
PAIRS = [(one, other) for one in CODES for other in CODES if one != other]
BETWEEN = ">"
NONE_CHOSEN = _("none chosen")


def _line(label: Any, language: str, hint: Any = "") -> forms.CharField:  # noqa: ANN401 - text or lazy text
    widget = forms.TextInput(attrs={"lang": language, "dir": "rtl" if language == "ar" else "ltr"})
    return forms.CharField(label=label, help_text=hint, max_length=160, widget=widget)


def _text(label: Any, language: str) -> forms.CharField:  # noqa: ANN401
    field = lines(label, longest=1500, required=False, rows=3)
    field.widget.attrs |= {"lang": language, "dir": "rtl" if language == "ar" else "ltr"}
    return field


class Labelled(forms.ModelChoiceField):
    """A choice whose words come from a function."""

    def __init__(self, *args: Any, words: Any = str, **kwargs: Any) -> None:  # noqa: ANN401
        self.words = words
        super().__init__(*args, **kwargs)

    def label_from_instance(self, obj: Any) -> str:  # noqa: ANN401
        return str(self.words(obj))


class GroupForm(forms.Form):
    """One working group in three languages."""

    title_de = _line(_("Title in German"), "de")
    title_en = _line(_("Title in English"), "en")
    title_ar = _line(_("Title in Arabic"), "ar")
    description_de = _text(_("Description in German"), "de")
    description_en = _text(_("Description in English"), "en")
    description_ar = _text(_("Description in Arabic"), "ar")
    theme = forms.ModelChoiceField(
        label=_("Theme"), queryset=Theme.objects.none(), required=False, empty_label=NONE_CHOSEN
    )
    capacity = forms.IntegerField(
        label=_("Places"), help_text=_("With the moderator."), min_value=1, max_value=MOST_PLACES
    )
    minimum = forms.IntegerField(label=_("People at least"), min_value=0, max_value=MOST_PLACES, initial=0)
    spoken = forms.MultipleChoiceField(
        label=_("Languages spoken"), choices=LANGUAGES, widget=forms.CheckboxSelectMultiple
    )
    interpreted = forms.MultipleChoiceField(
        label=_("Interpretation"),
        help_text=_("One team of interpreters works in both directions: then choose both."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    session = Labelled(
        label=_("Session of the programme"),
        help_text=_("It gives the group its time and room."),
        queryset=Session.objects.none(),
        required=False,
        empty_label=NONE_CHOSEN,
    )
    moderator = Labelled(
        label=_("Moderator"),
        help_text=_("Is placed in this group, whatever they wish."),
        queryset=Participant.objects.none(),
        required=False,
        empty_label=_("nobody yet"),
        words=lambda row: f"{row.full_name} ({row.body})" if row.body else row.full_name,
    )
    host = forms.ModelChoiceField(
        label=_("Host authority"), queryset=Authority.objects.none(), required=False, empty_label=NONE_CHOSEN
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["interpreted"].choices = [(BETWEEN.join(pair), pair_in_words(*pair)) for pair in PAIRS]
        fields["theme"].queryset = Theme.objects.order_by("name")
        fields["session"].queryset = Session.objects.filter(edition=edition, kind=SessionKind.WORKING_GROUP)
        people = Participant.objects.coming().filter(edition=edition)
        fields["moderator"].queryset = people.select_related("authority", "organisation").order_by("full_name", "pk")
        hosts = Authority.objects.filter(Q(participants__edition=edition) | Q(editions_held=edition))
        fields["host"].queryset = hosts.distinct().order_by("name")

    @staticmethod
    def initial_of(group: WorkingGroup) -> dict[str, Any]:
        names = ["theme", "capacity", "minimum", "spoken", "session", "moderator", "host"]
        names += [f"{name}_{code}" for name in ("title", "description") for code in CODES]
        found = {name: getattr(group, name) for name in names}
        found["interpreted"] = [BETWEEN.join(pair) for pair in group.interpreted]
        return {**found, "seen": group.version}

    def clean_interpreted(self) -> list[list[str]]:
        return [pair.split(BETWEEN) for pair in self.cleaned_data["interpreted"]]


class RulesForm(forms.Form):
    """When wishes are taken, and what every plan keeps to."""

    opens_on = forms.DateField(
        label=_("Wishes can be ranked from"),
        help_text=_("From the beginning of this day. Leave it empty as long as nobody is to wish."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        required=False,
    )
    closes_on = forms.DateField(
        label=_("Wishes can be ranked until"),
        help_text=_("Until the end of this day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        required=False,
    )
    most_per_body = forms.IntegerField(
        label=_("People of the same authority in one group at most"),
        help_text=_("0 for any number."),
        min_value=0,
        max_value=MOST_PLACES,
    )
    least_share = forms.IntegerField(
        label=_("Share of each side in a group at least, in percent"),
        help_text=_("Of the people of the two sides. 0 for any share."),
        min_value=0,
        max_value=LARGEST_SHARE,
    )
    without_kinds = forms.ModelMultipleChoiceField(
        label=_("Who joins no group"),
        help_text=_("For example interpreters."),
        queryset=ParticipantKind.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(edition.zone)
        fields: dict[str, Any] = self.fields
        fields["without_kinds"].queryset = ParticipantKind.objects.filter(edition=edition)

    @staticmethod
    def initial_of(rules: GroupRules, zone: str) -> dict[str, Any]:
        def day(at: datetime | None) -> Any:  # noqa: ANN401
            return at.astimezone(ZoneInfo(zone)).date() if at else None

        return {
            "opens_on": day(rules.wishes_open_at),
            "closes_on": day(rules.wishes_close_at),
            "most_per_body": rules.most_per_body,
            "least_share": rules.least_share,
            "without_kinds": rules.without_kinds.all() if rules.pk else [],
            "seen": rules.version,
        }

    def values(self) -> dict[str, Any]:
        """For ``services.set_rules``: days become moments on the clock of the meeting."""
        data = self.cleaned_data
        opens, closes = data["opens_on"], data["closes_on"]
        return {
            "wishes_open_at": datetime.combine(opens, time.min, tzinfo=self.zone) if opens else None,
            "wishes_close_at": datetime.combine(closes, time(23, 59), tzinfo=self.zone) if closes else None,
            "most_per_body": data["most_per_body"],
            "least_share": data["least_share"],
            "without_kinds": data["without_kinds"],
        }


class WishesForm(forms.Form):
    """Up to five groups in an order; or none, for who stays out. Gaps close up."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, groups: Sequence[WorkingGroup], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.groups = {str(group.pk): group for group in groups}
        choices = [("", gettext("no wish")), *((key, group.title) for key, group in self.groups.items())]
        for number in range(1, min(MOST_WISHES, len(groups)) + 1):
            self.fields[f"wish_{number}"] = forms.ChoiceField(
                label=gettext("Wish %(number)s") % {"number": number},
                choices=choices,
                required=False,
                error_messages={"invalid_choice": _("This group is not offered. Please choose again.")},
            )
        self.fields["stays_out"] = forms.BooleanField(label=_("Takes part in no working group"), required=False)

    @staticmethod
    def initial_of(wished: Sequence[int], *, takes_part: bool, version: int) -> dict[str, Any]:
        found: dict[str, Any] = {f"wish_{number}": str(pk) for number, pk in enumerate(wished, 1)}
        return {**found, "stays_out": not takes_part, "seen": version}

    @property
    def wishes(self) -> list[Any]:
        """The numbered fields."""
        return [self[name] for name in self.fields if name.startswith("wish_")]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        known: set[str] = set()
        for name in [name for name in self.fields if name.startswith("wish_")]:
            chosen = data.get(name)
            if chosen and chosen in known:
                self.add_error(name, _("You have chosen this group twice."))
            known.add(chosen or "")
        if data.get("stays_out") and known - {""}:
            self.add_error("stays_out", _("Please either rank groups or stay out, not both."))
        return data

    def chosen(self) -> list[WorkingGroup]:
        """The groups in the order of the wishes."""
        values = [self.cleaned_data[name] for name in self.fields if name.startswith("wish_")]
        return [self.groups[value] for value in values if value]


class StartForm(forms.Form):
    """What a plan is for, and whether people may move."""

    purpose = forms.ChoiceField(
        label=_("What is the plan for?"), choices=Purpose, initial=Purpose.SET, widget=forms.RadioSelect
    )
    allows_moves = forms.BooleanField(
        label=_("Members of published groups may move"),
        help_text=_("Only if it helps others clearly. Without this, everybody who was told of a group stays there."),
        required=False,
    )


class PlaceForm(forms.Form):
    """Another group for one person."""

    group = forms.ChoiceField(label=_("Working group"), widget=forms.RadioSelect)
    is_pinned = forms.BooleanField(label=_("Later plans keep this place"), required=False, initial=True)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, choices: Sequence[tuple[str, Any]], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = choices  # type: ignore[attr-defined]


class PublishForm(forms.Form):
    """A yes to a plan as it was shown."""

    accepts_breaks = forms.BooleanField(label=_("I accept that this plan bends the rules named above"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)
