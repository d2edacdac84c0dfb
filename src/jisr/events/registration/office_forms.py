"""What the events team types: people by hand, places, kinds, invitations and the questions of a form."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import validate_email
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jisr.events.registration.answering import LANGUAGES
from jisr.events.registration.entries import Body
from jisr.events.registration.form_making import NotPossible, choices_of, options_from
from jisr.events.registration.form_models import FormQuestion
from jisr.events.registration.forms import PersonForm, authorities, kind_field, line
from jisr.events.registration.mail_models import MailWords
from jisr.events.registration.models import EditionPlaces, ParticipantKind
from jisr.events.registration.states import CONDITIONAL, WITH_OPTIONS, Entry, FieldKind
from jisr.municipalities.forms.directory import LANGUAGE_LABELS
from jisr.municipalities.models import Authority, Organisation
from jisr.web.fields import lines

MOST_PLACES = 100_000
LONGEST_WORDS = 2_000
AUTHORITY, ORGANISATION = "authority", "organisation"


def number(label: Any, hint: Any = "", *, least: int = 0, most: int = MOST_PLACES, required: bool = False) -> Any:  # noqa: ANN401
    return forms.IntegerField(label=label, help_text=hint, min_value=least, max_value=most, required=required)


def _bodies() -> list[Any]:
    organisations = [(str(row.public_id), row.name) for row in Organisation.objects.order_by("name")]
    return [("", _("Choose one")), (_("Authorities"), authorities()), (_("Organisations"), organisations)]


def body_of(value: str) -> Body | None:
    if not value:
        return None
    found: Body | None = Authority.objects.filter(slug=value).first()
    return found or Organisation.objects.filter(public_id=value).first()


class HandForm(PersonForm):
    """Somebody whom the office registers."""

    def __init__(self, *args: Any, kinds: Sequence[ParticipantKind], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.kinds = kinds
        self.fields["kind"] = kind_field(kinds)
        self.fields["body"] = forms.ChoiceField(label=_("Sent by"), choices=_bodies, required=False)
        self.order_fields(["kind", "body", "full_name", "email", "function_title", "languages", "presence"])

    @property
    def kind(self) -> ParticipantKind:
        return next(kind for kind in self.kinds if kind.key == self.cleaned_data["kind"])

    @property
    def body(self) -> Body | None:
        return body_of(self.cleaned_data["body"])


class DetailsForm(HandForm):
    """What somebody may put right about a participant. ``opened`` travels signed: what the form showed."""

    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, names: Sequence[str], now: Body | None, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        if isinstance(now, Authority) and now.is_former:
            self.fields["body"].choices = [(now.slug, now.name), *_bodies()]
        for name in self.fields.keys() - {*names, "opened"}:
            del self.fields[name]

    def values(self) -> dict[str, Any]:
        found = {name: value for name, value in self.cleaned_data.items() if name != "opened"}
        found |= {"kind": self.kind} if "kind" in found else {}
        return {**found, "body": self.body} if "body" in found else found


class PlacesForm(forms.Form):
    """How many may come, and how the waiting list moves."""

    total = number(_("Places in all"), _("Leave it empty if there is no limit."))
    per_body = number(
        _("Places for each authority or organisation"),
        _("Leave it empty if there is no limit. You can allow one of them more."),
    )
    offer_hours = number(
        _("How many hours does an offered place wait for an answer?"), least=1, most=24 * 60, required=True
    )
    lets_small_pass = forms.BooleanField(
        label=_("Small parties may pass larger ones"),
        help_text=_("Otherwise nobody overtakes a party that waits for places for all of its people."),
        required=False,
    )

    def __init__(self, *args: Any, places: EditionPlaces, kinds: Sequence[ParticipantKind], **kwargs: Any) -> None:  # noqa: ANN401
        names = ("total", "per_body", "offer_hours", "lets_small_pass")
        initial = {name: getattr(places, name) for name in names}
        initial |= {f"kind-{kind.pk}": kind.places for kind in kinds}
        super().__init__(*args, initial=initial, **kwargs)
        self.kinds = kinds
        for kind in kinds:
            told = gettext("%(taken)d are given away or offered.") % {"taken": kind.taken}
            self.fields[f"kind-{kind.pk}"] = number(gettext("Places: %(kind)s") % {"kind": kind.name}, told)

    def of_kinds(self) -> dict[int, int | None]:
        return {kind.pk: self.cleaned_data[f"kind-{kind.pk}"] for kind in self.kinds}


class BodyPlacesForm(forms.Form):
    """More or fewer places for one body."""

    body = forms.ChoiceField(label=_("Authority or organisation"), choices=_bodies)
    places = number(_("Places"), _("Leave it empty if the limit for each holds again."))


class KindForm(forms.Form):
    """As what people take part."""

    name_de = line(_("Name in German"), longest=80)
    name_en = line(_("Name in English"), longest=80)
    name_ar = line(_("Name in Arabic"), longest=80)
    entry = forms.ChoiceField(label=_("How one comes in"), choices=Entry, widget=forms.RadioSelect)


class InviteForm(forms.Form):
    """Addresses whose owners may register."""

    emails = lines(_("E-mail addresses"), _("One in each line."), longest=20_000, rows=8)
    language = forms.ChoiceField(
        label=_("Language"),
        help_text=_("For those who have no account yet. Others read it in their own."),
        choices=settings.LANGUAGES,
    )

    def clean_emails(self) -> list[str]:
        found = [text.strip() for text in self.cleaned_data["emails"].splitlines() if text.strip()]
        for address in found:
            try:
                validate_email(address)
            except forms.ValidationError as error:
                told = gettext("“%(address)s” is no e-mail address.") % {"address": address[:100]}
                raise forms.ValidationError(told) from error
        return found


class MailWordsForm(forms.Form):
    """What the office adds to one mail, in three languages."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, row: MailWords | None, **kwargs: Any) -> None:  # noqa: ANN401
        texts = {f"text_{code}": getattr(row, f"text_{code}") if row else "" for code in LANGUAGES}
        super().__init__(*args, initial={**texts, "seen": row.version if row else 0}, **kwargs)
        for code in LANGUAGES:
            label = gettext("Your words in %(language)s") % {"language": LANGUAGE_LABELS[code]}
            self.fields[f"text_{code}"] = lines(label, "", longest=LONGEST_WORDS, required=False, rows=5)

    def texts(self) -> dict[str, str]:
        return {name: text for name, text in self.cleaned_data.items() if name != "seen"}


class QuestionForm(forms.Form):
    """One question in three languages."""

    kind = forms.ChoiceField(label=_("What can be answered?"), choices=FieldKind)
    is_required = forms.BooleanField(label=_("It must be answered"), required=False)
    step = number(_("Page of the form"), _("Long forms are easier on several pages."), least=1, most=20, required=True)
    kinds = forms.MultipleChoiceField(
        label=_("Who is asked?"),
        help_text=_("Choose nobody to ask everybody."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    condition = forms.ChoiceField(
        label=_("Ask it only after this answer"),
        help_text=_("The question with that answer must stand before this one."),
        required=False,
    )
    keep_days = number(
        _("Days after the meeting until the answers are deleted"),
        _("Keep them no longer than they are needed."),
        most=3650,
        required=True,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401
        row: FormQuestion | None,
        others: Sequence[FormQuestion],
        kinds: Iterable[ParticipantKind],
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, initial=_initial(row), **kwargs)
        self.row, self.others, self.kinds = row, others, list(kinds)
        for code in LANGUAGES:
            told = {"language": LANGUAGE_LABELS[code]}
            self.fields[f"label_{code}"] = line(gettext("Question in %(language)s") % told, longest=200)
            self.fields[f"help_text_{code}"] = line(gettext("Help in %(language)s") % told, longest=400, required=False)
            self.fields[f"options_{code}"] = lines(
                gettext("Answers to choose from in %(language)s") % told,
                _("One in each line; only where answers are to be chosen."),
                longest=4000,
                required=False,
                rows=4,
            )
        self.fields["kinds"].choices = [(kind.key, kind.name) for kind in self.kinds]  # type: ignore[attr-defined]
        self.fields["condition"].choices = [("", _("Ask it always")), *self._conditions()]  # type: ignore[attr-defined]
        texts = [f"{name}_{code}" for code in LANGUAGES for name in ("label", "help_text")]
        options = [f"options_{code}" for code in LANGUAGES]
        self.order_fields([*texts, "kind", *options, "is_required", "step", "kinds", "condition", "keep_days"])

    def _conditions(self) -> list[tuple[str, str]]:
        return [
            (f"{other.public_id}:{key}", f"{other.label}: {answer}")
            for other in self.others
            if other.kind in CONDITIONAL and other != self.row
            for key, answer in choices_of(other)
        ]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        texts = {
            code: [text.strip() for text in data.get(f"options_{code}", "").splitlines() if text.strip()]
            for code in LANGUAGES
        }
        if data.get("kind") in WITH_OPTIONS:
            try:
                data["options"] = options_from(texts, self.row.options if self.row else [])
            except NotPossible as refusal:
                self.add_error("options_de", str(refusal.message))
            else:
                if not data["options"]:
                    self.add_error("options_de", _("Please write at least one answer."))
        else:
            data["options"] = []
        return data

    def values(self) -> dict[str, Any]:
        names = ["kind", "options", "is_required", "step", "keep_days"]
        names += [f"{name}_{code}" for code in LANGUAGES for name in ("label", "help_text")]
        return {name: self.cleaned_data[name] for name in names}

    def chosen_kinds(self) -> list[ParticipantKind]:
        return [kind for kind in self.kinds if kind.key in self.cleaned_data["kinds"]]

    def chosen_condition(self) -> tuple[FormQuestion, str] | None:
        key, _colon, answer = self.cleaned_data["condition"].partition(":")
        return next(((other, answer) for other in self.others if str(other.public_id) == key), None)


def _initial(row: FormQuestion | None) -> dict[str, Any]:
    if row is None:
        return {"step": 1, "keep_days": 90, "seen": 0}
    found: dict[str, Any] = {name: getattr(row, name) for name in ("kind", "is_required", "step", "keep_days")}
    for code in LANGUAGES:
        found[f"label_{code}"] = getattr(row, f"label_{code}")
        found[f"help_text_{code}"] = getattr(row, f"help_text_{code}")
        found[f"options_{code}"] = "\n".join(option[code] for option in row.options)
    condition = f"{row.shown_if.public_id}:{row.shown_value}" if row.shown_if else ""
    return {**found, "kinds": [kind.key for kind in row.kinds.all()], "condition": condition, "seen": row.version}
