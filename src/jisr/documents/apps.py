from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "jisr.documents"
    verbose_name = _("documents")

    def ready(self) -> None:
        from jisr.documents import checks, personal  # noqa: F401, PLC0415 - models are ready only now

        personal.declare()
