"""What all pages have in common."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.fields import StreamField
from wagtail.models import Locale, Page
from wagtail_localize.fields import BaseTranslatableField, SynchronizedField

from jisr.content.blocks import BodyBlock
from jisr.content.links import pages_linked_in, resolve
from jisr.content.tree import LANGUAGES, address
from jisr.web.public_data import remembered

MOST_CARDS = 100


def languages() -> dict[int, str]:
    """The code of each of Wagtail's locales, by key."""
    return remembered("locales", lambda: dict(Locale.objects.values_list("pk", "language_code")))


class ContentPage(Page):
    """A page with a lead, known in up to three languages under the same address."""

    lead = models.TextField(_("lead"), max_length=400, help_text=_("One or two sentences."))
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    content_panels: ClassVar[list[Panel]] = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    override_translatable_fields: ClassVar[list[BaseTranslatableField]] = [
        SynchronizedField("slug", overridable=False),
        SynchronizedField("show_in_menus", overridable=False),
    ]
    private_page_options: ClassVar[list[str]] = []
    show_in_menus_default = False

    class Meta:
        abstract = True

    @cached_property
    def language(self) -> str:
        return languages().get(self.locale_id) or self.locale.language_code

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["alternates"] = self.alternates()
        context["crumbs"] = self.crumbs()
        context["links"] = resolve(self.linked_pages(), self.language)
        return context

    def alternates(self) -> dict[str, str]:
        """This page in each language; where it is missing, the home page of that language."""
        rows = Page.objects.filter(translation_key=self.translation_key, live=True)
        codes = languages()
        known = {codes[locale]: url_path for locale, url_path in rows.values_list("locale", "url_path")}
        known = {code: address(code, url_path) for code, url_path in known.items()}
        return {code: known.get(code, f"/{code}/") for code in LANGUAGES}

    def crumbs(self) -> list[tuple[str, str]]:
        """The pages between the home page and this one."""
        above = self.get_ancestors().filter(depth__gt=2).values_list("title", "url_path")
        return [(title, address(self.language, url_path)) for title, url_path in above]

    def linked_pages(self) -> set[int]:
        return pages_linked_in(self.body)

    def public_address(self) -> str:
        return address(self.language, self.url_path)

    def published_children(self) -> list["ContentPage"]:
        """The pages below, in their order, each knowing its language without asking again."""
        children = list(self.get_children().live().specific()[:MOST_CARDS])
        for child in children:
            child.language = self.language
        return children


class TextPage(ContentPage):
    """A page that cards elsewhere announce in one sentence."""

    short = models.CharField(_("in short"), max_length=200, blank=True, help_text=_("For the card in the overview."))

    content_panels: ClassVar[list[Panel]] = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("short"),
        FieldPanel("body"),
    ]

    class Meta:
        abstract = True
