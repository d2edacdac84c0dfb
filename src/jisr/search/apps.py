from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jisr.web import public_data


class SearchConfig(AppConfig):
    name = "jisr.search"
    verbose_name = _("search")

    def ready(self) -> None:
        public_data.register("search.Entry")
