"""The form of facts: each with its source and date, and with a choice where two people changed the same."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from jisr.kernel.dates import PartialDate
from jisr.municipalities.forms.fields import WEB, PartialDateField, SourceField
from jisr.municipalities.models import FactSource
from jisr.municipalities.services.facts import Clash, Origin, Sheet, Values, seal, text_of, unseal

MINE, THEIRS = "mine", "theirs"
PREFIXES = ("keep_", "source_", "as_of_")
LONGEST_SEAL = 400_000


@dataclass(frozen=True)
class Told:
    """One field on the page: with its newest source, a source of its own, and a clash if there is one."""

    field: forms.BoundField
    source: FactSource | None
    own: list[forms.BoundField]
    keep: forms.BoundField | None
    original: str
    theirs: str
    is_open: bool


def _name_empty_choice(field: Any) -> None:  # noqa: ANN401 - a field of any kind
    """Words instead of Django's dashes."""
    words = _("Choose one") if field.required else _("none chosen")
    if isinstance(field, forms.ModelMultipleChoiceField):
        return
    if isinstance(field, forms.ModelChoiceField) and field.empty_label is not None:
        field.empty_label = words
    elif isinstance(field, forms.TypedChoiceField) and (choices := list(field.choices)) and choices[0][0] == "":
        field.choices = [("", words), *choices[1:]]


class ConflictForm(forms.ModelForm):
    """Knows what it was opened with, and lets people choose where somebody else was faster.

    ``opened`` and ``before`` travel signed: the values the form showed, and those before the other's change.
    """

    fact_names: ClassVar[tuple[str, ...]] = ()

    opened = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_SEAL)
    before = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_SEAL)

    def __init__(self, data: Any = None, *, now: Values, sources: Mapping[str, FactSource], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(data, **kwargs)
        self.label_fields()
        for field in self.fields.values():
            _name_empty_choice(field)
        self.sources = sources
        sent = self.is_bound and self.instance.pk is not None  # a new row was opened empty
        opened = unseal(data.get("opened", "")) if sent else None
        self.is_stale = sent and opened is None
        self.opened_with: Values = opened or dict(now)
        self.originals: Values = (unseal(data.get("before", "")) if sent else None) or {}
        self.initial["opened"] = seal(self.opened_with)
        for name in self._names():
            self.fields[name].widget.attrs.setdefault("dir", "auto")
            if name in self.originals:
                self.fields[f"keep_{name}"] = self._choice(name)

    def label_fields(self) -> None:
        """Put words to fields that are alike, before a choice between two entries names them."""

    def _names(self) -> list[str]:
        return [name for name in self.fact_names if name in self.fields]

    def _choice(self, name: str) -> forms.ChoiceField:
        return forms.ChoiceField(
            label=_("What holds for “%(field)s”?") % {"field": self.fields[name].label},
            choices=[(MINE, _("My entry below")), (THEIRS, _("The entry of the other person"))],
            widget=forms.RadioSelect,
            error_messages={"required": _("Please choose which entry holds.")},
        )

    def text(self, _name: str, value: Any) -> str:  # noqa: ANN401 - the value of any field
        return text_of(value)

    def validate_constraints(self) -> None:
        """Left to the database and to ``check_sources``: the row here lacks what the service fills in."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.is_stale:
            self.add_error(None, _("This page was too old to be saved. Please check your entries and save again."))
        self.check_sources([name for name in self._names() if name in cleaned and self._is_new(name)])
        return cleaned

    def check_sources(self, changed: list[str]) -> None:
        """See that each changed fact has a source."""

    def _is_new(self, name: str) -> bool:
        if self.cleaned_data.get(f"keep_{name}") == THEIRS:
            return False
        return self.text(name, self.cleaned_data[name]) != self.opened_with.get(name, "")

    def values(self) -> dict[str, Any]:
        """The facts that were typed anew."""
        return {name: self.cleaned_data[name] for name in self._names() if self._is_new(name)}

    def all_values(self) -> dict[str, Any]:
        """All facts as typed, for a new row."""
        return {name: self.cleaned_data[name] for name in self._names()}

    def part_origin(self) -> Origin | None:
        """Where a row comes from that does not say so by its own columns."""
        return None

    def with_clashes(self, data: Any, clashes: list[Clash], now: Values) -> Any:  # noqa: ANN401 - typed values
        """What was typed, for the form that asks which of two entries holds.

        What was left alone shows what the other person made of it, so that sending it again takes nothing back.
        """
        data = data.copy()
        for clash in clashes:
            data.pop(f"keep_{clash.name}", None)
        for name in self._names():
            if name in now and not self._is_new(name) and now[name] != self.opened_with.get(name, ""):
                _put(data, name, now[name], self.fields[name])
        data["opened"] = seal(now)
        data["before"] = seal({clash.name: clash.original for clash in clashes})
        return data

    def told(self) -> Iterator[Told]:
        """The fields as the page shows them."""
        for name in self._names():
            own = [self[each] for each in (f"source_{name}", f"as_of_{name}") if each in self.fields]
            is_clash = name in self.originals
            yield Told(
                field=self[name],
                source=self.sources.get(name),
                own=own,
                keep=self[f"keep_{name}"] if is_clash else None,
                original=self.shown(name, self.originals.get(name, "")) if is_clash else "",
                theirs=self.shown(name, self.opened_with.get(name, "")) if is_clash else "",
                is_open=any(field.errors or field.value() for field in own),
            )

    def first(self) -> list[forms.BoundField]:
        """What is asked before the facts: fields that are none, such as the two sides of a tie."""
        known = {"opened", "before", "source", "as_of", *self.fact_names}
        return [field for field in self if field.name not in known and not field.name.startswith(PREFIXES)]

    def readable(self) -> Iterator[dict[str, Any]]:
        """The facts for those who only read."""
        for name in self._names():
            text = self.shown(name, self.opened_with.get(name, ""))
            yield {"label": self.fields[name].label, "text": text, "source": self.sources.get(name)}

    def shown(self, name: str, text: str) -> str:
        """A value as people read it."""
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):  # also for several
            rows = field.queryset.filter(pk__in=[key for key in text.split(",") if key])
            return pgettext("between items of a list", ", ").join(str(row) for row in rows) or "–"
        if isinstance(field, forms.ChoiceField):
            choices: Any = field.choices
            return str(dict(choices).get(text, text) if text else "–")
        if isinstance(field, forms.BooleanField):
            return gettext("yes") if text else gettext("no")
        return text or "–"


class FactForm(ConflictForm):
    """The facts of one sheet, with the source of the whole and, field by field, another one."""

    sheet: ClassVar[Sheet]

    source = SourceField(
        label=_("Source of your changes"),
        help_text=_("The address of a page, or a note such as “telephone call with the town hall”."),
        is_later=True,
    )
    as_of = PartialDateField(label=_("As of"), is_later=True)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(data, **kwargs)
        for name in self._names():
            self.fields[f"source_{name}"] = SourceField(label=_("Another source for this fact"), required=False)
            self.fields[f"as_of_{name}"] = PartialDateField(label=_("As of"), required=False)

    def text(self, name: str, value: Any) -> str:  # noqa: ANN401
        return self.sheet.text(name, value)

    def own_origin(self, name: str) -> Origin | None:
        """The source that was named for one field; sheets may know one by other fields."""
        source = self.cleaned_data.get(f"source_{name}")
        return as_origin(source, self.cleaned_data.get(f"as_of_{name}")) if source else None

    def check_sources(self, changed: list[str]) -> None:
        for name in self._names():
            source, as_of = self.cleaned_data.get(f"source_{name}"), self.cleaned_data.get(f"as_of_{name}")
            if source and not as_of and f"as_of_{name}" not in self.errors:
                self.add_error(f"as_of_{name}", _("Please say of which time this source tells."))
            if as_of and not source and f"source_{name}" not in self.errors:
                self.add_error(f"source_{name}", _("Please name the source that tells this."))
        if all(self.own_origin(name) for name in changed):
            return
        if not self.cleaned_data.get("source") and "source" not in self.errors:
            self.add_error("source", _("Please say where your changes come from."))
        if not self.cleaned_data.get("as_of") and "as_of" not in self.errors:
            self.add_error("as_of", _("Please say of which time the source tells."))

    def origin(self) -> Origin:
        return as_origin(self.cleaned_data.get("source", ""), self.cleaned_data.get("as_of"))

    def origins(self) -> dict[str, Origin]:
        """The sources that fields have for themselves."""
        values = self.values()
        found = {name: self.own_origin(name) for name in self._names()}
        named = {name for name in found if self.cleaned_data.get(f"source_{name}")}
        return {name: origin for name, origin in found.items() if origin and (name in values or name in named)}

    def fixed(self) -> dict[str, Any]:
        """What a new row has besides its facts."""
        return {}


def _put(data: Any, name: str, text: str, field: forms.Field) -> None:  # noqa: ANN401 - typed values
    """Type a value into a form as the browser would send it."""
    if isinstance(field, forms.ModelMultipleChoiceField | forms.MultipleChoiceField):
        data.setlist(name, [each for each in text.split(",") if each])
    else:
        data[name] = text


def as_origin(text: str, as_of: PartialDate | None) -> Origin:
    """An address is one; other words are a note."""
    return Origin(source_url=text, as_of=as_of) if text.startswith(WEB) else Origin(note=text, as_of=as_of)
