"""A field of several rows, such as costs with amounts: works without a script, names the row that is wrong."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jisr.kernel.money import parse_euros, typed_euros

MOST_ROWS = 20
FEWEST_SHOWN, SPARE = 3, 2


class EuroField(forms.CharField):
    """An amount as people type it in the three languages. The value is in cents."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - the framework's signature
        widget = forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr", "autocomplete": "off"})
        super().__init__(max_length=30, widget=widget, **kwargs)

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401
        return typed_euros(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:  # noqa: ANN401
        text = super().clean(value)
        try:
            return parse_euros(text)
        except ValueError as error:
            raise ValidationError(_("Please write an amount such as 1200 or 1200.50.")) from error


class RowsWidget(forms.Widget):
    """Draws each row with the fields of its columns, and some empty ones to fill in."""

    use_fieldset = True

    def __init__(self, columns: Mapping[str, forms.Field]) -> None:
        super().__init__()
        self.columns = dict(columns)

    def id_for_label(self, _id: str) -> str:  # type: ignore[override]
        return ""

    def value_from_datadict(self, data: Any, _files: Any, name: str) -> list[dict[str, str]]:  # noqa: ANN401
        """What was typed, without the rows in which nothing was."""
        found = []
        for place in range(MOST_ROWS):
            row = {column: str(data.get(f"{name}-{place}-{column}", "")).strip() for column in self.columns}
            if any(text for column, text in row.items() if not self._is_choice(column)):
                found.append(row)
        return found

    def _is_choice(self, column: str) -> bool:
        return isinstance(self.columns[column], forms.ChoiceField)

    def value_omitted_from_data(self, data: Any, _files: Any, name: str) -> bool:  # noqa: ANN401
        return f"{name}-0-{next(iter(self.columns))}" not in data

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> str:  # noqa: ANN401, ARG002
        rows = list(value or [])
        shown = min(max(len(rows) + SPARE, FEWEST_SHOWN), MOST_ROWS)
        drawn = [
            [self._cell(name, place, column, rows[place] if place < len(rows) else {}) for column in self.columns]
            for place in range(shown)
        ]
        return render_to_string("partnerships/council/rows.html", {"rows": drawn})

    def _cell(self, name: str, place: int, column: str, row: Mapping[str, Any]) -> dict[str, Any]:
        field, key = self.columns[column], f"{name}-{place}-{column}"
        value = field.prepare_value(row.get(column, "" if not self._is_choice(column) else field.initial))
        drawn = field.widget.render(key, value, {**field.widget_attrs(field.widget), "id": f"id_{key}"})
        return {"id": f"id_{key}", "label": field.label, "input": drawn}


class RowsField(forms.Field):
    """Rows of values; its value is a list of mappings from column to value."""

    def __init__(self, *, columns: Mapping[str, forms.Field], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(widget=RowsWidget(columns), **kwargs)
        self.columns = dict(columns)

    def clean(self, value: list[dict[str, str]]) -> list[dict[str, Any]]:
        wrong: list[str] = []
        rows = [self._row(place, row, wrong) for place, row in enumerate(value or [], start=1)]
        if wrong:
            raise ValidationError(wrong)
        return rows

    def _row(self, place: int, row: Mapping[str, str], wrong: list[str]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for column, field in self.columns.items():
            try:
                found[column] = field.clean(row.get(column, ""))
            except ValidationError as error:
                told = {"place": place, "column": field.label, "error": " ".join(error.messages)}
                wrong.append(gettext("Row %(place)s, %(column)s: %(error)s") % told)
        return found
