from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def _lay_triggers(**_signal: object) -> None:
    from jisr.web import public_data  # noqa: PLC0415 - needs the app registry

    public_data.lay_triggers()


class WebConfig(AppConfig):
    name = "jisr.web"
    verbose_name = _("pages")

    def ready(self) -> None:
        post_migrate.connect(_lay_triggers, dispatch_uid="jisr.web.public_data")
