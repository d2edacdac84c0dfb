"""Fields of the office's forms: dates that may be known by the year, sources, lists one a line."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, URLValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.kernel.dates import PartialDate
from jisr.municipalities.places import find_places

LONGEST_URL, LONGEST_NOTE = 500, 250
MOST_LINES = 300
MOST_TOLD = 5
HIGHEST_GOAL = 17
WEB = ("http://", "https://")
_written_by_hand = re.compile(r"(?:(\d{1,2})\.)?(\d{1,2})\.(\d{4})")
_target = re.compile(r"\d{1,2}\.[0-9a-z]{1,2}")


class LaterField(forms.CharField):
    """With ``is_later`` it is shown as needed, while only the whole form can tell whether it is."""

    def __init__(self, *, is_later: bool = False, **kwargs: Any) -> None:  # noqa: ANN401 - the framework's signature
        self.is_later = is_later
        super().__init__(**kwargs)

    def validate(self, value: Any) -> None:  # noqa: ANN401
        if not self.is_later:
            super().validate(value)


class PartialDateField(LaterField):
    """A day, a month or a year that is not to come, as ``2017-12-05`` or ``5.12.2017``."""

    hint = _("A year, a month or a day that is past, such as 2017, 12.2017 or 5.12.2017.")

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - the framework's signature
        kwargs.setdefault("help_text", self.hint)
        widget = forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "size": 12})
        super().__init__(max_length=10, widget=widget, **kwargs)

    def clean(self, value: Any) -> PartialDate | None:  # noqa: ANN401
        text = super().clean(value)
        try:
            date = PartialDate.parse(_iso(text))
        except ValueError as error:
            raise ValidationError(_("Write a year, a month or a day, such as 2017, 12.2017 or 5.12.2017.")) from error
        if date and date.first > timezone.localdate():
            raise ValidationError(_("This date is still to come."))
        return date


def _iso(text: str) -> str:
    found = _written_by_hand.fullmatch(text)
    if found is None:
        return text
    day, month, year = found.groups()
    return "-".join(part.zfill(2) for part in (year, month, day) if part)


class SourceField(LaterField):
    """The address of a page, or words that say who told it. The value is the text."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401
        widget = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
        super().__init__(max_length=LONGEST_URL, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:  # noqa: ANN401
        text: str = super().clean(value)
        check = URLValidator(schemes=["http", "https"]) if text.startswith(WEB) else MaxLengthValidator(LONGEST_NOTE)
        check(text)
        return text


class WebField(forms.URLField):
    """The address of a page."""

    def __init__(self, *, max_length: int = LONGEST_URL, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(max_length=max_length, assume_scheme="https", **kwargs)
        self.validators.append(URLValidator(schemes=["http", "https"]))


class LinesField(forms.CharField):
    """Texts, one a line; each no longer than ``longest``, and an address if ``is_web``."""

    def __init__(self, *, longest: int, is_web: bool = False, **kwargs: Any) -> None:  # noqa: ANN401
        direction = "ltr" if is_web else "auto"
        super().__init__(widget=forms.Textarea(attrs={"rows": 4, "dir": direction}), **kwargs)
        self.longest, self.is_web = longest, is_web

    def clean(self, value: Any) -> str:  # noqa: ANN401
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise ValidationError(_("At most %(most)s lines."), params={"most": MOST_LINES})
        for line in lines:
            if len(line) > self.longest:
                wrong = _("A line may have %(most)s letters at most: %(line)s…")
                raise ValidationError(wrong, params={"most": self.longest, "line": line[:40]})
            if self.is_web:
                URLValidator(schemes=["http", "https"])(line)
        return "\n".join(lines)


class GoalsField(forms.CharField):
    """Numbers of Sustainable Development Goals with commas between them."""

    def clean(self, value: Any) -> list[int]:  # noqa: ANN401
        parts = [part.strip() for part in super().clean(value).split(",") if part.strip()]
        if not all(re.fullmatch(r"[0-9]{1,2}", part) and 1 <= int(part) <= HIGHEST_GOAL for part in parts):
            raise ValidationError(_("Write numbers from 1 to 17 with commas between them, such as 6, 11."))
        return sorted({int(part) for part in parts})


class TargetsField(forms.CharField):
    """SDG targets with commas between them."""

    def clean(self, value: Any) -> list[str]:  # noqa: ANN401
        parts = [part.strip().lower() for part in super().clean(value).split(",") if part.strip()]
        if not all(_target.fullmatch(part) for part in parts):
            raise ValidationError(_("Write targets with commas between them, such as 6.1, 11.a."))
        return list(dict.fromkeys(parts))


class AuthorityField(forms.CharField):
    """An authority of one country by any spelling of its name, or by its short name in addresses."""

    def __init__(self, *, rows: Any, **kwargs: Any) -> None:  # noqa: ANN401 - a function that gives a query
        kwargs.setdefault("help_text", _("The name in any spelling, or the short name from the address of its page."))
        super().__init__(max_length=120, widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}), **kwargs)
        self.rows = rows

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - an authority
        text = super().clean(value)
        if not text:
            return None
        exact = self.rows().filter(slug=text).first()
        if exact:
            return exact
        hits = {hit.authority_id: hit for hit in find_places(text, limit=50)}
        found = {row.pk: row for row in self.rows().filter(pk__in=hits)}
        ranked = [(hits[pk].score, found[pk]) for pk in hits if pk in found]
        named = [row for score, row in ranked if score >= 1]
        if len(named) == 1:
            return named[0]
        if not ranked:
            raise ValidationError(_("No local authority of this country is called so."))
        names = ", ".join(f"{row.name} ({row.slug})" for _score, row in ranked[:MOST_TOLD])
        raise ValidationError(
            _("Please write one of these short names in brackets: %(names)s"), params={"names": names}
        )
