from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jisr.web import navigation, panels, public_data


class PartnershipsConfig(AppConfig):
    name = "jisr.partnerships"
    verbose_name = _("partnerships")

    def ready(self) -> None:
        from jisr.partnerships import desk, directory, exports, search  # noqa: PLC0415
        from jisr.partnerships import panels as own  # noqa: PLC0415 - models are ready only now
        from jisr.partnerships.agreements import rooms as agreements  # noqa: PLC0415
        from jisr.partnerships.council import rooms as council  # noqa: PLC0415
        from jisr.partnerships.expectations import rooms as expectations  # noqa: PLC0415
        from jisr.partnerships.projects import rooms as projects  # noqa: PLC0415

        navigation.register(20, _("Partnerships"), "partnerships:partnerships")
        search.register()
        desk.register()
        exports.register()
        directory.register()
        projects.register()
        expectations.register()
        council.register()
        agreements.register()
        panels.register("authority", "partnerships", own.of_authority, place=10)
        panels.register("theme", "partnerships", own.of_theme, place=10)
        panels.register("contacts", "partnerships", own.of_contacts, place=10)
        panels.register("home", "partnerships", own.of_home, place=10)
        public_data.register(
            "partnerships.Partnership",
            "partnerships.Milestone",
            "partnerships.Project",
            "partnerships.PartnershipSource",
        )
