"""The steps of the wizard that writes a split or merger down, and what it remembers between them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jisr.kernel.dates import PartialDate
from jisr.municipalities.forms.fields import LinesField, PartialDateField, WebField
from jisr.municipalities.models import Authority, Succession
from jisr.municipalities.places import WITHOUT_ARTICLE, find_places
from jisr.municipalities.services.succession import STAYS, Holding, Names, Story, new_target

LONGEST_NAME = 120
MOST_NAMES = 12
MOST_ALIKE = 5
NEW = "new"


@dataclass
class Draft:
    """What was said so far. It lives in the session, under a name of its own for each window."""

    kind: str = ""
    since: str = ""
    source_url: str = ""
    note: str = ""
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    chosen: dict[str, str] = field(default_factory=dict)
    names: dict[str, dict[str, str]] = field(default_factory=dict)
    goes_to: dict[str, str] = field(default_factory=dict)

    def stored(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def date(self) -> PartialDate | None:
        return PartialDate.parse(self.since)

    def lines(self) -> Iterator[tuple[str, str]]:
        """Each name that was typed, with the place it was typed in."""
        yield from ((f"before-{place}", line) for place, line in enumerate(self.before))
        yield from ((f"after-{place}", line) for place, line in enumerate(self.after))

    def _slugs(self, side: str) -> list[str]:
        return [self.chosen[key] for key, _line in self.lines() if key.startswith(side) and self.chosen.get(key)]

    def story(self, first: Authority) -> Story:
        new = [Names(**self.names[key]) for key, _line in self.lines() if key in self.names]
        before = list(dict.fromkeys([first.slug, *self._slugs("before")]))
        return Story(self.kind, before, self._slugs("after"), new, self.date, self.source_url, self.note)

    def targets(self) -> list[tuple[str, str]]:
        """The successors as choices: known ones by their address, new ones by their place."""
        slugs = self._slugs("after")
        known = {row.slug: row.name for row in Authority.objects.filter(slug__in=slugs)}
        new = [str(Names(**self.names[key])) for key, _line in self.lines() if key in self.names]
        return [(slug, known.get(slug, slug)) for slug in slugs] + [
            (new_target(place), name) for place, name in enumerate(new)
        ]


class WhatForm(forms.Form):
    """What happened, when, and who says so."""

    kind = forms.ChoiceField(label=_("What happened"), choices=Succession.Kind, widget=forms.RadioSelect)
    since = PartialDateField(label=_("Since when"), required=False)
    source_url = WebField(label=_("Address of the source"), help_text=_("A page that tells of it, such as the law."))
    note = forms.CharField(
        label=_("Note"),
        help_text=_("It stands on the public pages of both sides."),
        max_length=250,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


class WhoForm(forms.Form):
    """Which authorities there were before and after."""

    before = LinesField(
        label=_("Others that were merged with it"),
        help_text=_("One name a line. Leave out the authority from which you came."),
        longest=LONGEST_NAME,
        required=False,
    )
    after = LinesField(
        label=_("Authorities that exist since then"),
        help_text=_("One name a line. In the next step you say which are in the directory and which are new."),
        longest=LONGEST_NAME,
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:  # noqa: ANN401 - the framework's signature
        super().__init__(*args, **kwargs)
        self.kind = kind
        if kind == Succession.Kind.SPLIT:
            del self.fields["before"]

    def clean_before(self) -> list[str]:
        return _lines(self.cleaned_data["before"])

    def clean_after(self) -> list[str]:
        found = _lines(self.cleaned_data["after"])
        if self.kind == Succession.Kind.SPLIT and len(found) < 2:  # noqa: PLR2004 - into two
            raise ValidationError(_("A split has one predecessor and at least two successors."))
        if self.kind == Succession.Kind.MERGER and len(found) != 1:
            raise ValidationError(_("A merger has at least one predecessor and exactly one successor."))
        return found


def _lines(text: str) -> list[str]:
    found = list(dict.fromkeys(text.splitlines()))
    if len(found) > MOST_NAMES:
        raise ValidationError(_("At most %(most)s lines."), params={"most": MOST_NAMES})
    return found


class WhichForm(forms.Form):
    """For each name: an authority of the directory, or a new one with its names in three languages."""

    def __init__(self, *args: Any, draft: Draft, first: Authority, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.draft, self.first = draft, first
        for key, line in draft.lines():
            self._ask(key, line)

    def _ask(self, key: str, line: str) -> None:
        alike = _alike(line, self.first)
        choices = [(row.slug, f"{row.name} ({row.region.name})") for row, _is_named in alike]
        named = [row.slug for row, is_named in alike if is_named]  # what is merely alike is not chosen unasked
        if key.startswith("after"):
            choices.append((NEW, gettext("A new authority")))
        self.fields[key] = forms.ChoiceField(
            label=line,
            choices=choices,
            widget=forms.RadioSelect,
            initial=self._usual(key, named),
            error_messages={"required": _("This authority is not in the directory. Go back and write another name.")},
        )
        if key.startswith("after"):
            usual = {"ar" if _is_arabic(line) else "de" if self.first.country_id == "DE" else "en": line}
            for language, label in (
                ("de", _("Name in German")),
                ("en", _("Name in English")),
                ("ar", _("Name in Arabic")),
            ):
                self.fields[f"{key}-{language}"] = forms.CharField(
                    label=label,
                    max_length=LONGEST_NAME,
                    required=False,
                    initial=self.draft.names.get(key, usual).get(language, ""),
                    widget=forms.TextInput(attrs={"dir": "auto", "lang": language}),
                )

    def _usual(self, key: str, named: list[str]) -> str | None:
        if key in self.draft.chosen:
            return self.draft.chosen[key]
        if key.startswith("after"):
            return NEW if key in self.draft.names or not named else named[0]
        return named[0] if named else None

    def groups(self) -> Iterator[tuple[forms.BoundField, list[forms.BoundField]]]:
        """Each question with the names that belong to it."""
        for key, _line in self.draft.lines():
            yield self[key], [self[f"{key}-{code}"] for code in ("de", "en", "ar") if f"{key}-{code}" in self.fields]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        chosen = [cleaned[key] for key, _line in self.draft.lines() if cleaned.get(key, NEW) != NEW]
        if len(set(chosen)) < len(chosen):
            self.add_error(None, _("An authority is named twice."))
        for key in self.new_keys():
            if not self.names(key):
                self.add_error(f"{key}-en", _("Each new authority needs a name."))
        return cleaned

    def new_keys(self) -> list[str]:
        return [key for key, _line in self.draft.lines() if self.cleaned_data.get(key) == NEW]

    def names(self, key: str) -> dict[str, str]:
        found = {code: self.cleaned_data.get(f"{key}-{code}", "") for code in ("de", "en", "ar")}
        return {code: name for code, name in found.items() if name}

    def keep(self) -> None:
        """Write the answers into the draft."""
        keys = [key for key, _line in self.draft.lines()]
        self.draft.chosen = {key: self.cleaned_data[key] for key in keys if self.cleaned_data[key] != NEW}
        self.draft.names = {key: self.names(key) for key in self.new_keys()}


def _alike(line: str, first: Authority) -> list[tuple[Authority, bool]]:
    """Existing authorities of the country with such a name, and whether it is the very name."""
    hits = {hit.authority_id: hit.score >= WITHOUT_ARTICLE for hit in find_places(line, limit=MOST_ALIKE * 3)}
    rows = Authority.objects.for_lists().filter(country=first.country_id, is_former=False).exclude(pk=first.pk)
    found = rows.in_bulk(list(hits))
    return [(found[pk], is_named) for pk, is_named in hits.items() if pk in found][:MOST_ALIKE]


def _is_arabic(line: str) -> bool:
    return any("\u0600" <= sign <= "\u06ff" for sign in line)


class HoldingsForm(forms.Form):
    """Where each holding of the predecessors goes on."""

    def __init__(
        self,
        *args: Any,  # noqa: ANN401
        holdings: Sequence[Holding],
        targets: Sequence[tuple[str, str]],
        known: Mapping[str, str],
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **kwargs)
        usual = targets[0][0] if len(targets) == 1 else STAYS
        for holding in holdings:
            self.fields[holding.key] = forms.ChoiceField(
                label=f"{holding.group}: {holding.label}",
                choices=[*targets, (STAYS, gettext("stays with the former authority"))],
                initial=known.get(holding.key, usual),
                widget=forms.RadioSelect,
            )
