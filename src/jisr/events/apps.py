from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jisr.web import navigation, panels, public_data


class EventsConfig(AppConfig):
    name = "jisr.events"
    verbose_name = _("events")

    def ready(self) -> None:
        from jisr.municipalities.services import merging  # noqa: PLC0415 - models are ready only now

        merging.register("events.Edition_places", "authority", same=["edition_id"])
        from jisr.events import exports, parts, search  # noqa: PLC0415
        from jisr.events import panels as own  # noqa: PLC0415 - models are ready only now

        navigation.register(40, _("Meetings"), "events:editions")
        search.register()
        exports.register()
        panels.register("authority", "events", own.of_authority, place=20)
        panels.register("theme", "events", own.of_theme, place=20)
        public_data.register("events.Series", "events.Edition", "events.ProgrammeVersion")
        parts.register()
