from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "jisr.notifications"
    verbose_name = _("notifications")

    def ready(self) -> None:
        from jisr.notifications import own_data  # noqa: PLC0415 - models are ready only now
        from jisr.notifications.unread import unread_messages  # noqa: PLC0415
        from jisr.web import waiting, workspace_menu  # noqa: PLC0415

        own_data.declare()
        waiting.register("notifications", unread_messages)
        workspace_menu.register(30, _("Messages"), "notifications:inbox")
