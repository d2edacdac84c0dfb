"""What the office types about ties, their history and their projects."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jisr.municipalities.forms.directory import in_three
from jisr.municipalities.forms.facts import ConflictForm, FactForm, as_origin
from jisr.municipalities.forms.fields import AuthorityField, LinesField, PartialDateField, SourceField, WebField
from jisr.municipalities.models import Authority, Theme
from jisr.municipalities.services.facts import Origin
from jisr.municipalities.services.naming import free_slug
from jisr.partnerships.models import Milestone, Partnership, Project
from jisr.partnerships.sheets import TIE_SHEET

OF_STATUS = {"status", "status_date", "status_source_url", "status_note_de", "status_note_en", "status_note_ar"}


class TieForm(FactForm):
    """A tie. Its status brings a date and a source of its own."""

    sheet = TIE_SHEET
    fact_names = tuple(TIE_SHEET.fields)

    since = PartialDateField(label=_("Since"), required=False)
    status_date = PartialDateField(label=_("Status as of"))
    status_source_url = WebField(label=_("Source of the status"))
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.all(), label=_("Themes"), required=False, widget=forms.CheckboxSelectMultiple
    )
    sources = LinesField(
        label=_("Pages that tell about the partnership"),
        help_text=_("One address a line, the main one first."),
        longest=500,
        is_web=True,
        required=False,
    )

    class Meta:
        model = Partnership
        fields = (
            *("form", "founding_event_de", "founding_event_en", "founding_event_ar"),
            *("status", "status_source_url", "status_note_de", "status_note_en", "status_note_ar", "themes"),
        )

    def label_fields(self) -> None:
        in_three(self, "founding_event", _("Founding event"))
        in_three(self, "status_note", _("Note on the status"))
        is_recorded = self.instance.pk is not None and not self.instance.status_source_url
        self.fields["status_source_url"].required = not is_recorded
        self.order_fields(["german", "palestinian", *self.fact_names])

    def check_sources(self, changed: list[str]) -> None:
        """A status that the platform recorded needs no page until somebody changes it."""
        super().check_sources(changed)
        lacks = not self.cleaned_data.get("status_source_url") and "status_source_url" not in self.errors
        if lacks and {"status", "status_date"} & set(changed):
            self.add_error("status_source_url", _("Please name the page that tells the status."))

    def own_origin(self, name: str) -> Origin | None:
        """What is said of the status comes from the source of the status."""
        named = super().own_origin(name)
        url, date = self.cleaned_data.get("status_source_url"), self.cleaned_data.get("status_date")
        return Origin(url, as_of=date) if not named and name in OF_STATUS and url and date else named


class NewTieForm(TieForm):
    """A new tie also needs its two sides."""

    german = AuthorityField(rows=Authority.objects.german, label=_("German authority"))
    palestinian = AuthorityField(rows=Authority.objects.palestinian, label=_("Palestinian authority"))

    def fixed(self) -> dict[str, Any]:
        sides = {name: self.cleaned_data[name] for name in ("german", "palestinian")}
        return {**sides, "slug": free_slug(Partnership, *(side.slug for side in sides.values()))}


class MilestoneForm(ConflictForm):
    """One step in the history of a tie."""

    fact_names = ("kind", "happened", "text_de", "text_en", "text_ar", "source_url")

    happened = PartialDateField(label=_("When"), required=False)
    source_url = WebField(label=_("Address of the source"))

    class Meta:
        model = Milestone
        fields = ("kind", "text_de", "text_en", "text_ar", "source_url")

    def label_fields(self) -> None:
        in_three(self, "text", _("Text"))
        self.order_fields(self.fact_names)

    def check_sources(self, _changed: list[str]) -> None:
        need_text(self)


class ProjectForm(ConflictForm):
    """A project or activity; it has no source of its own, so one is asked for."""

    fact_names = ("text_de", "text_en", "text_ar")

    source = SourceField(
        label=_("Source"),
        help_text=_("The address of a page, or a note such as “telephone call with the town hall”."),
    )
    as_of = PartialDateField(label=_("As of"))

    class Meta:
        model = Project
        fields = ("text_de", "text_en", "text_ar")

    def label_fields(self) -> None:
        in_three(self, "text", _("Text"))

    def check_sources(self, _changed: list[str]) -> None:
        need_text(self)

    def part_origin(self) -> Origin:
        return as_origin(self.cleaned_data["source"], self.cleaned_data["as_of"])


def need_text(form: ConflictForm) -> None:
    names = ("text_de", "text_en", "text_ar")
    if not any(form.cleaned_data.get(name) for name in names) and not set(names) & set(form.errors):
        form.add_error("text_de", _("Please write the text in at least one language."))
