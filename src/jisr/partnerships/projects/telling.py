"""Tells the people concerned what became of a joint project."""

from datetime import datetime

from django.db.models import Q
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.accounts.states import Role
from jisr.municipalities.services.telling import coordinators_of
from jisr.notifications import kinds
from jisr.notifications.services import notify
from jisr.partnerships.projects.models import JointProject

MOVED = "partnerships.project_moved"
READY = "partnerships.project_ready"
VERBS = {
    "develop": "developed",
    "get_ready": "made_ready",
    "go_back": "taken_back",
    "run": "begun",
    "finish": "finished",
    "drop": "dropped",
    "take_up": "taken_up",
}
SUBJECTS = {
    "started": _("A joint project was begun"),
    "developed": _("An idea has become a concept"),
    "made_ready": _("A joint project is ready for funding"),
    "taken_back": _("A joint project goes back to the concept"),
    "begun": _("A joint project runs"),
    "finished": _("A joint project is done"),
    "dropped": _("A joint project was dropped"),
    "taken_up": _("A joint project is taken up again"),
}
FOR_OFFICE = ("made_ready", "taken_back")


def declare_kinds() -> None:
    kinds.declare(MOVED, _("what became of joint projects"))
    kinds.declare(READY, _("joint projects that are ready for funding"))


def tell(step: str, project: JointProject, *, reason: str, actor: User, at: datetime) -> None:
    """Write to the coordinators of both sides, and to the office of what it has to do; not to the one who did it."""
    sides = {*coordinators_of(project.tie.german), *coordinators_of(project.tie.palestinian)}
    office = set(_office()) - sides if step in FOR_OFFICE else set()
    for kind, people in ((MOVED, sides), (READY, office)):
        notify(
            kind,
            to=[person for person in people if person.pk != actor.pk],
            subject_line=SUBJECTS[step],
            template="partnerships/mail/project",
            context={
                "step": step,
                "title": lazy(lambda: str(project.title), str)(),
                "tie": lazy(lambda: str(project.tie), str)(),
                "reason": reason,
            },
            url=project.get_absolute_url(),
            at=at,
        )


def _office() -> list[User]:
    """Those of the programme office who advise on projects and fund them."""
    roles = [Role.ADVISER, Role.FUNDING, Role.ADMINISTRATOR]
    return list(User.objects.filter(Q(roles__role__in=roles), is_active=True).distinct())
