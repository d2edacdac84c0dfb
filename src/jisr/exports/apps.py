from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExportsConfig(AppConfig):
    name = "jisr.exports"
    verbose_name = _("exports")

    def ready(self) -> None:
        from jisr.exports import history, own_data, policies, trail  # noqa: F401, PLC0415 - models are ready only now
        from jisr.exports.waiting import finished_exports  # noqa: PLC0415
        from jisr.web import waiting  # noqa: PLC0415

        own_data.register()
        history.register()
        trail.register()
        waiting.register("exports", finished_exports)
