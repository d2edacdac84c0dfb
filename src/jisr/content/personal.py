"""What reports of barriers and the editors' desk keep about people."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import PageSubscription, UploadedFile
from wagtail.users.models import UserProfile

from jisr.accounts.models import User
from jisr.content.models import Feedback
from jisr.content.services import forget_addresses
from jisr.kernel import personal
from jisr.kernel.personal import Erasure, OwnData, Retention

DESK_ROWS = (UserProfile, EditingSession, FormState, PageSubscription)
WHO_WROTE = (
    ("wagtailcore.Page", "owner", "locked_by"),
    ("wagtailcore.Revision", "user"),
    ("wagtailcore.PageLogEntry", "user"),
    ("wagtailcore.ModelLogEntry", "user"),
    ("wagtailcore.Comment", "user", "resolved_by"),
    ("wagtailcore.CommentReply", "user"),
    ("wagtailcore.TaskState", "finished_by"),
    ("wagtailcore.WorkflowState", "requested_by"),
    ("wagtaildocs.Document", "uploaded_by_user"),
    ("wagtailimages.Image", "uploaded_by_user"),
    ("wagtail_localize.StringTranslation", "last_translated_by"),
    ("wagtail_localize.SegmentOverride", "last_translated_by"),
)


def register() -> None:
    personal.register_export("content", own_reports)
    personal.register_erasure("content", take_out)
    personal.register_retention("content", expire)
    personal.declare(
        *("content.Feedback", "email"),
        purpose=_("answering a report of a barrier"),
        retention=_("one year after the answer"),
        erasure=Erasure.EMPTIED,
    )
    for model, *fields in WHO_WROTE:
        personal.declare(
            *(model, *fields),
            purpose=_("telling editors who changed a text"),
            retention=Retention.CONTENT,
            erasure=Erasure.NUMBER,
        )
    for model in (*(rows._meta.label for rows in DESK_ROWS), "wagtailcore.UploadedFile"):
        personal.declare(
            *(model, "uploaded_by_user" if model.endswith("UploadedFile") else "user"),
            purpose=_("settings and open work of an editor"),
            retention=Retention.ACCOUNT,
            erasure=Erasure.DELETED,
        )


def own_reports(user: User) -> OwnData:
    rows = list(Feedback.objects.filter(email=user.email).values("reference", "page_address", "barrier", "received_at"))
    return OwnData(title=_("Your reports of barriers"), rows=rows)


def take_out(user: User) -> int:
    touched = Feedback.objects.filter(email=user.email).update(email="")
    touched += UploadedFile.objects.filter(uploaded_by_user=user).delete()[0]
    return touched + sum(rows.objects.filter(user=user).delete()[0] for rows in DESK_ROWS)


def expire(at: datetime) -> int:
    return forget_addresses(at=at)
