"""Beginning, writing and moving joint projects."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.kernel import trail
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize
from jisr.kernel.workflow import IllegalMove
from jisr.partnerships.models import Partnership
from jisr.partnerships.projects import answers as parts
from jisr.partnerships.projects import telling
from jisr.partnerships.projects.models import JointProject, ProjectMove, ProjectTyping
from jisr.partnerships.projects.outline import BY_SLUG, lacking
from jisr.partnerships.projects.policies import ADD_PROJECT, EDIT_PROJECT
from jisr.partnerships.projects.states import EDITABLE, State
from jisr.partnerships.projects.workflow import MOVES, target

MOST_THEMES = 5
LONGEST_TYPED = 200_000


class Incomplete(DomainError):
    """Answers are missing that must be there before the next step; ``lacks`` names them."""


class NotPossible(DomainError):
    """Answers that do not fit together, or a day that cannot be."""


@dataclass(frozen=True)
class Saved:
    """What became of saving: the stamps of now, and for each answer that somebody else changed, what they wrote."""

    stamps: dict[str, int]
    conflicts: dict[str, Any] = field(default_factory=dict)
    their_name: str = ""


@transaction.atomic
def start_project(
    tie: Partnership, *, title: str, language: str, form_key: str, actor: User, at: datetime
) -> JointProject:
    """Begin with an idea. The same form sent again gives the project that it began."""
    authorize(actor, ADD_PROJECT, tie)
    Partnership.objects.select_for_update(no_key=True).get(pk=tie.pk)  # two clicks make one
    known: JointProject | None = JointProject.objects.filter(form_key=form_key, tie=tie).first()
    if known is not None:
        return known
    project = JointProject(tie=tie, original_language=language, form_key=form_key, edited_at=at, edited_by=actor)
    parts.write(project, {f"title_{language}": title})
    changes = {"state": [None, State.IDEA.value], f"title_{language}": ["", title]}
    trail.record("partnerships.project_started", project, actor=actor, changes=changes)
    telling.tell("started", project, reason="", actor=actor, at=at)
    return project


@transaction.atomic
def save_answers(pk: int, values: Mapping[str, Any], *, seen: Mapping[str, int], actor: User, at: datetime) -> Saved:
    """Save the answers of a page. One that somebody else changed since ``seen`` is left and told, the others are saved.

    Raises ``Refused``, ``IllegalMove`` where nothing can be changed any more, ``NotPossible``.
    """
    project = _locked(pk)
    authorize(actor, EDIT_PROJECT, project)
    if project.state not in EDITABLE:
        raise IllegalMove(
            _("This project can not be changed as it stands now. What you typed is still on this page, but not saved.")
        )
    now = parts.read(project)
    changed = {name: value for name, value in values.items() if name in now and now[name] != value}
    conflicts = {name: now[name] for name in changed if project.stamps.get(name, 0) != seen.get(name, 0)}
    their_name = str(project.edited_by) if conflicts and project.edited_by else ""
    kept = {name: value for name, value in changed.items() if name not in conflicts}
    if kept:
        _check({**now, **kept})
        project.stamps |= {name: project.stamps.get(name, 0) + 1 for name in kept}
        project.edited_at, project.edited_by = at, actor
        parts.write(project, kept)
        told = {name: [parts.told(now[name]), parts.told(value)] for name, value in kept.items()}
        trail.record("partnerships.project_changed", project, actor=actor, changes=told)
    return Saved(dict(project.stamps), conflicts, their_name)


def _check(answers: Mapping[str, Any]) -> None:
    """What two people's entries must not make together. A form has told each of them about their own."""
    if answers["start_on"] and answers["end_on"] and answers["end_on"] < answers["start_on"]:
        raise NotPossible(_("The end cannot lie before the start."))
    cost, own = answers["estimated_cost_cents"], answers["own_means_cents"]
    if cost is not None and own is not None and own > cost:
        raise NotPossible(_("Own means cannot be more than the whole cost."))
    if len(answers["themes"]) > MOST_THEMES:
        raise NotPossible(_("At most five themes, please."))


@transaction.atomic
def keep_typing(pk: int, page: str, typed: str, *, actor: User, at: datetime) -> None:
    """Keep what somebody types on a page and has not saved yet. Only they see it again."""
    project = _locked(pk)
    authorize(actor, EDIT_PROJECT, project)
    if project.state not in EDITABLE:
        raise IllegalMove(_("This project can not be changed as it stands now."))
    if len(typed) > LONGEST_TYPED or page not in BY_SLUG:
        raise NotPossible(_("This is too long to be kept. Please save it."))
    ProjectTyping.objects.update_or_create(
        project=project, page=page, person=actor, defaults={"typed": typed, "typed_at": at}
    )


def drop_typing(project: JointProject, page: str, *, actor: User) -> None:
    """Forget what somebody typed on a page: it is saved, or they do not want it any more."""
    ProjectTyping.objects.filter(project=project, page=page, person=actor).delete()


@transaction.atomic
def move(
    pk: int, name: str, *, reason: str = "", happened_on: date | None = None, actor: User, at: datetime
) -> JointProject:
    """Take a step of the workflow on a day, today if none is named.

    Raises ``Refused``, ``IllegalMove``, ``Incomplete`` with what is lacking, ``NotPossible``.
    """
    project = _locked(pk)
    authorize(actor, EDIT_PROJECT, project)
    before, after = State(project.state), target(name, current=project.state)
    day = happened_on or timezone.localdate(at)
    if MOVES[name].needs_reason and not reason.strip():
        raise NotPossible(_("Please give a reason."))
    _check_day(project, day, at=at)
    if lacks := lacking(name, parts.read(project)):
        labels = ", ".join(str(lack.label) for lack in lacks)
        raise Incomplete(gettext("Please fill in first: %(fields)s.") % {"fields": labels}, lacks=lacks)
    project.state = after
    project.save(update_fields=["state", "updated_at"])
    ProjectMove.objects.create(
        project=project,
        name=name,
        from_state=before,
        to_state=after,
        happened_on=day,
        reason=reason.strip(),
        taken_by=actor,
        taken_at=at,
    )
    changes = {
        "state": [before.value, after.value],
        "happened_on": ["", day.isoformat()],
        "reason": ["", reason.strip()],
    }
    trail.record(f"partnerships.project_{telling.VERBS[name]}", project, actor=actor, changes=changes)
    telling.tell(telling.VERBS[name], project, reason=reason.strip(), actor=actor, at=at)
    return project


def _check_day(project: JointProject, day: date, *, at: datetime) -> None:
    """A step was taken today or before, and not before the one before it."""
    if day > timezone.localdate(at):
        raise NotPossible(_("This day is still to come."))
    last = project.moves.order_by("-pk").first()
    if last is not None and day < last.happened_on:
        raise NotPossible(_("The step before this one was taken later. Please check the day."))


def _locked(pk: int) -> JointProject:
    rows = JointProject.objects.select_for_update(of=("self",), no_key=True).with_tie().select_related("edited_by")
    project: JointProject = rows.get(pk=pk)
    return project
