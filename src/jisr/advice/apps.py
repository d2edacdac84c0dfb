from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdviceConfig(AppConfig):
    name = "jisr.advice"
    verbose_name = _("advice")

    def ready(self) -> None:
        from jisr.advice import merging, rooms  # noqa: PLC0415 - models are ready only now

        merging.register()
        rooms.register()
