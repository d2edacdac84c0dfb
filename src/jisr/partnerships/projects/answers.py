"""Answers of a joint project as plain values: what forms show, what two people's entries are compared by.

Dates are ISO texts, amounts are cents, themes are slugs, organisations their public ids, lists are lists of mappings.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models

from jisr.municipalities.models import Organisation, Theme
from jisr.partnerships.projects.models import JointProject, ProjectLine
from jisr.partnerships.projects.outline import LINES, NAMES, Lines

Answers = dict[str, Any]


def read(project: JointProject) -> Answers:
    """All answers of a project."""
    plain = [name for name in NAMES if name not in LINES and name != "themes"]
    found: Answers = {name: _plain(getattr(project, name)) for name in plain}
    found |= {name: found[name] or "" for name in plain if name.startswith(("title_", "summary_"))}
    found["themes"] = sorted(theme.slug for theme in project.themes.all())
    for name, lines in LINES.items():
        found[name] = [_line(row, lines) for row in getattr(project, name).all()]
    return found


def _line(row: ProjectLine, lines: Lines) -> dict[str, Any]:
    return {column: _plain(getattr(row, column)) for column in lines.columns}


def _plain(value: Any) -> Any:  # noqa: ANN401 - a value of any column
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Organisation):
        return str(value.public_id)
    return value


def write(project: JointProject, values: Mapping[str, Any]) -> None:
    """Put answers into a project and its lists, and save it."""
    for name, value in values.items():
        if name not in LINES and name != "themes":
            setattr(project, name, _typed(JointProject, name, value))
    project.save()
    if "themes" in values:
        project.themes.set(Theme.objects.filter(slug__in=values["themes"]))
    for name in values.keys() & LINES.keys():
        _write_lines(project, LINES[name], values[name])


def _write_lines(project: JointProject, lines: Lines, rows: list[dict[str, Any]]) -> None:
    lines.model._default_manager.filter(project=project).delete()
    lines.model._default_manager.bulk_create(
        lines.model(
            project=project,
            position=place,
            **{column: _typed(lines.model, column, row.get(column)) for column in lines.columns},
        )
        for place, row in enumerate(rows, start=1)
    )


def _typed(model: type[models.Model], name: str, value: Any) -> Any:  # noqa: ANN401
    column = model._meta.get_field(name)
    if isinstance(column, models.ForeignKey):
        return Organisation.objects.get(public_id=value) if value else None
    if isinstance(column, models.DateField):
        return date.fromisoformat(value) if value else None
    if isinstance(column, models.CharField | models.TextField):
        return value or ""
    return value


def told(value: Any) -> str:  # noqa: ANN401 - an answer of any kind
    """An answer as the trail keeps it."""
    if isinstance(value, list):
        return "\n".join(_told_line(row) if isinstance(row, dict) else str(row) for row in value)
    return "" if value is None else str(value)


def _told_line(row: Mapping[str, Any]) -> str:
    return " | ".join("" if value is None else str(value) for value in row.values())
