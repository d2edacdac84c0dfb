"""The record of processing (Art. 30 GDPR), made from what the rooms have declared."""

from dataclasses import dataclass

from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jisr.kernel import personal


@dataclass(frozen=True)
class Line:
    """Fields of one table that are treated alike, in the active language."""

    fields: str
    purpose: str
    retention: str
    erasure: str


@dataclass(frozen=True)
class Table:
    """One table with personal fields."""

    model: str
    title: str
    lines: list[Line]


def tables() -> list[Table]:
    """All declared fields in the active language, by table; fields that are treated alike share a line."""
    found: dict[str, dict[tuple[str, str, str], list[str]]] = {}
    for declared in personal.declarations():
        treated = (_words(declared.purpose), _words(declared.retention), _words(declared.erasure))
        found.setdefault(declared.model, {}).setdefault(treated, []).append(_label(declared))
    return [
        Table(model, _title(model), [Line(", ".join(fields), *treated) for treated, fields in lines.items()])
        for model, lines in found.items()
    ]


def as_markdown() -> str:
    """The record as a text for the files of the data protection officer."""
    parts = [f"# {_('Record of processing')}", ""]
    for table in tables():
        heads = [_("Fields"), _("Purpose"), _("Kept"), _("When the person is erased")]
        parts += [f"## {table.title} ({table.model})", "", f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
        parts += [f"| {line.fields} | {line.purpose} | {line.retention} | {line.erasure} |" for line in table.lines]
        parts.append("")
    return "\n".join(parts)


def _words(text: personal.Text) -> str:
    return str(getattr(text, "label", text))


def _title(model: str) -> str:
    return capfirst(str(apps.get_model(model)._meta.verbose_name_plural))


def _label(declared: personal.Declaration) -> str:
    column = apps.get_model(declared.model)._meta.get_field(declared.field)
    return str(getattr(column, "verbose_name", column.name))
