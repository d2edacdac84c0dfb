from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jisr.web import navigation, public_data


class MunicipalitiesConfig(AppConfig):
    name = "jisr.municipalities"
    verbose_name = _("municipalities")

    def ready(self) -> None:
        from jisr.municipalities import exports, rooms, search  # noqa: PLC0415 - models are ready only now
        from jisr.municipalities.desk import kinds, registering  # noqa: PLC0415
        from jisr.municipalities.imports import registering as imports  # noqa: PLC0415

        navigation.register(30, _("Municipalities"), "municipalities:authorities")
        rooms.register()
        registering.register()
        kinds.register()
        imports.register()
        search.register()
        exports.register()
        public_data.register(
            "municipalities.Authority",
            "municipalities.AuthorityAlias",
            "municipalities.AuthorityKey",
            "municipalities.Country",
            "municipalities.Population",
            "municipalities.Region",
            "municipalities.Source",
            "municipalities.Succession",
            "municipalities.Theme",
            "municipalities.ThemeSynonym",
        )
