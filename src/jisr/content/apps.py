from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jisr.web import navigation, public_data


class ContentConfig(AppConfig):
    name = "jisr.content"
    verbose_name = _("content")

    def ready(self) -> None:
        from jisr.content import personal, searching  # noqa: PLC0415 - models are ready only now

        navigation.register(10, _("How it works"), "how-it-works/")
        navigation.register(15, _("Offers"), "offers/")
        navigation.register(60, _("News"), "news/")
        public_data.register(
            "wagtailcore.Page",
            "wagtailcore.Site",
            "wagtailcore.Locale",
            "wagtailimages.Image",
            *(f"content.{kind}" for kind in PAGE_KINDS),
        )
        searching.register()
        personal.register()


PAGE_KINDS = (
    "HomePage",
    "IndexPage",
    "MaterialPage",
    "NewsIndexPage",
    "NewsPage",
    "OfferPage",
    "StandardPage",
)
