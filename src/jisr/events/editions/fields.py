"""Fields of the forms of meetings: days that may be known by the month, hosts by name, lists one a line."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jisr.kernel.dates import PartialDate
from jisr.municipalities.forms.fields import AuthorityField, LinesField
from jisr.municipalities.models import Authority

MOST_HOSTS = 12
_KEYS = re.compile(r"\d+(,\d+)*")
_by_hand = re.compile(r"(?:(\d{1,2})\.)?(\d{1,2})\.(\d{4})")


class WhenField(forms.CharField):
    """A day, a month or a year, past or to come."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - the framework's signature
        widget = forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "size": 12})
        super().__init__(max_length=10, widget=widget, **kwargs)

    def clean(self, value: Any) -> PartialDate | None:  # noqa: ANN401
        text: str = super().clean(value)
        found = _by_hand.fullmatch(text)
        if found is not None:
            text = "-".join(part.zfill(2) for part in reversed(found.groups()) if part)
        try:
            return PartialDate.parse(text)
        except ValueError as error:
            raise ValidationError(_("Write a day or a month, such as 13.9.2027, 2027-09-13 or 9.2027.")) from error


class TextsField(LinesField):
    """Texts, one a line; its value is their list."""

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - a list
        return super().clean(value).splitlines()

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401
        return "\n".join(value) if isinstance(value, list) else value


class HostsField(forms.CharField):
    """Authorities by any spelling of their names, one a line; its value is their list."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}), max_length=2000, **kwargs)

    def clean(self, value: Any) -> Any:  # noqa: ANN401
        names = list(dict.fromkeys(line.strip() for line in super().clean(value).splitlines() if line.strip()))
        if len(names) > MOST_HOSTS:
            raise ValidationError(_("At most %(most)s authorities, please."), params={"most": MOST_HOSTS})
        one = AuthorityField(rows=Authority.objects.all)
        found = {}
        for name in names:
            try:
                authority = one.clean(name)
            except ValidationError as error:
                raise ValidationError([_("“%(name)s”:") % {"name": name}, *error.messages]) from error
            found[authority.pk] = authority
        return list(found.values())

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401
        """Keys, as facts are compared by them, are shown as names."""
        if isinstance(value, str):
            if not _KEYS.fullmatch(value):
                return value
            value = Authority.objects.filter(pk__in=value.split(","))
        return names_of(value or [])


def names_of(authorities: Iterable[Authority]) -> str:
    return "\n".join(authority.name for authority in authorities)


def day(label: Any, hint: Any = "", *, required: bool = True) -> forms.DateField:  # noqa: ANN401 - lazy texts
    """A day, typed or chosen."""
    return forms.DateField(
        label=label,
        help_text=hint,
        required=required,
        widget=forms.DateInput(attrs={"type": "date", "dir": "ltr"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"],
    )
