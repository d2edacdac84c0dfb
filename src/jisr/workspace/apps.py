from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jisr.web import workspace_menu


class WorkspaceConfig(AppConfig):
    name = "jisr.workspace"
    verbose_name = _("workspace")

    def ready(self) -> None:
        workspace_menu.register(10, _("What waits for me"), "workspace:home")
