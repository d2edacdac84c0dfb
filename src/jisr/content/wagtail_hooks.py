"""What this room adds to the editors' desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import BooleanColumn, DateColumn
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from jisr.accounts.models import User
from jisr.content.models import Feedback


class _NobodyAdds(ModelPermissionPolicy):
    """Reports come from readers, never from the desk."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return action != "add" and bool(super().user_has_permission(user, action))


class FeedbackViewSet(ModelViewSet):
    """Reports of barriers: editors read them and note the answer; nobody types one in here."""

    model = Feedback
    icon = "mail"
    menu_label = _("Barriers")
    menu_order = 300
    add_to_admin_menu = True
    permission_policy = _NobodyAdds(Feedback)
    copy_view_enabled = False
    inspect_view_enabled = True
    list_display = (
        "reference",
        DateColumn("received_at", label=_("Received")),
        DateColumn("due_on", label=_("Answer due by")),
        BooleanColumn("is_overdue", label=_("Overdue")),
        "answered_at",
    )
    list_filter = ("language", "answered_at")
    search_fields = ("reference", "barrier", "page_address")
    search_backend_name = None
    ordering = ("answered_at", "due_on")
    panels = (
        FieldPanel("reference", read_only=True),
        FieldPanel("received_at", read_only=True),
        FieldPanel("due_on", read_only=True),
        FieldPanel("page_address", read_only=True),
        FieldPanel("barrier", read_only=True),
        FieldPanel("email", read_only=True),
        FieldPanel("answered_at"),
        FieldPanel("answer_note"),
    )


@hooks.register("register_admin_viewset")
def feedback_viewset() -> FeedbackViewSet:
    return FeedbackViewSet("barriers")


@hooks.register("register_admin_urls")
def no_second_door() -> list[URLPattern]:
    """Wagtail's own sign-in knows no second factor; whoever comes here is sent to the one that does."""

    def to_the_desk(_request: HttpRequest, **_rest: object) -> HttpResponse:
        return redirect("wagtailadmin_home")

    return [
        path("login/", to_the_desk),
        path("password_reset/", to_the_desk),
        path("password_reset/<path:rest>", to_the_desk),
    ]
