"""Questions about joint projects, by name."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q

from jisr.municipalities.reference import theme_names
from jisr.municipalities.states import MembershipRole, MembershipState
from jisr.partnerships.projects.states import PLANNED, State
from jisr.partnerships.queries import OfTieQuerySet


class ProjectQuerySet(OfTieQuerySet):
    """Questions about joint projects."""

    def coordinated_by(self, actor: Any) -> Self:  # noqa: ANN401
        """Those whose authorities the actor coordinates."""
        rows = actor.memberships.filter(
            state=MembershipState.CONFIRMED, role=MembershipRole.COORDINATOR, authority__isnull=False
        )
        mine = rows.values("authority")
        return self.filter(Q(tie__german__in=mine) | Q(tie__palestinian__in=mine))

    def with_tie(self) -> Self:
        """With the tie and both authorities."""
        return self.select_related("tie__german", "tie__palestinian")

    def with_parts(self) -> Self:
        """With all that the page of one project shows."""
        return self.with_tie().prefetch_related(
            *("themes", "steps", "partners__organisation", "results", "money", "moves__taken_by")
        )

    def starting_soon(self, *, until: date) -> Self:
        """Planned ones whose wanted start is near or past."""
        return self.filter(state__in=PLANNED, start_on__lte=until)


class ResultQuerySet(models.QuerySet):
    """Questions about wanted results."""

    def due(self, *, until: date) -> Self:
        """Those of running projects that should be there by a day, and of which nobody has told yet."""
        return self.filter(project__state=State.RUNNING, due_on__lte=until, outcome="")


def themes_of(projects: Iterable[models.Model]) -> dict[int, list[str]]:
    """The names of each project's themes, in their order, in one query."""
    names, found = theme_names(), dict[int, list[int]]()
    links = apps.get_model("partnerships.JointProject").themes.through._default_manager
    rows = links.filter(jointproject__in=[project.pk for project in projects])
    for project, theme in rows.values_list("jointproject", "theme"):
        found.setdefault(project, []).append(theme)
    return {project: [name for key, name in names.items() if key in keys] for project, keys in found.items()}
