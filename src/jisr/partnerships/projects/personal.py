"""What joint projects keep about people: who wrote last, who took a step, and what somebody has not saved yet."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.kernel import personal
from jisr.kernel.personal import Erasure, OwnData, Retention
from jisr.partnerships.projects.models import JointProject, ProjectMove, ProjectTyping

TYPING_KEPT = timedelta(days=90)


def register() -> None:
    personal.declare(
        *("partnerships.JointProject", "edited_by"),
        purpose=_("telling editors of a joint project whose text differs from theirs"),
        retention=Retention.CONTENT,
        erasure=Erasure.EMPTIED,
    )
    personal.declare(
        *("partnerships.ProjectMove", "taken_by"),
        purpose=_("knowing who took a step of a joint project"),
        retention=Retention.CONTENT,
        erasure=Erasure.EMPTIED,
    )
    personal.declare(
        *("partnerships.ProjectTyping", "person"),
        purpose=_("giving people back what they typed and had not saved"),
        retention=_("until it is saved, at most 90 days"),
        erasure=Erasure.DELETED,
    )
    personal.register_export("joint_projects", own_data)
    personal.register_erasure("joint_projects", take_out)
    personal.register_retention("joint_projects", expire)


def own_data(user: User) -> OwnData:
    moves = ProjectMove.objects.filter(taken_by=user).select_related("project")
    typed = ProjectTyping.objects.filter(person=user).select_related("project").order_by("pk")
    rows = [
        *({"project": row.project.title, "step": row.name, "reason": row.reason, "at": row.taken_at} for row in moves),
        *({"project": row.project.title, "unsaved": row.typed, "at": row.typed_at} for row in typed),
    ]
    return OwnData(title=_("Your steps and unsaved entries in joint projects"), rows=rows)


@transaction.atomic
def take_out(user: User) -> int:
    """Delete what a person had not saved and take their name off the rest; return how many rows that touched."""
    unsaved, _by_model = ProjectTyping.objects.filter(person=user).delete()
    edited = JointProject.objects.filter(edited_by=user).update(edited_by=None)
    return unsaved + edited + ProjectMove.objects.filter(taken_by=user).update(taken_by=None)


@transaction.atomic
def expire(at: datetime) -> int:
    """Forget what nobody came back for."""
    count, _by_model = ProjectTyping.objects.filter(typed_at__lt=at - TYPING_KEPT).delete()
    return count
