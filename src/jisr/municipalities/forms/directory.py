"""What the office types about authorities, organisations and themes, and about figures and keys."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from jisr.municipalities.desk.sheets import AUTHORITY_SHEET, ORGANISATION_SHEET, THEME_SHEET
from jisr.municipalities.forms.facts import ConflictForm, FactForm
from jisr.municipalities.forms.fields import GoalsField, LinesField, PartialDateField, TargetsField, WebField
from jisr.municipalities.models import Authority, AuthorityKey, Organisation, Population, Region, Theme
from jisr.municipalities.services.naming import free_slug

LONGEST_TEXT = 4000
NAMES = ("name_de", "name_en", "name_ar")
LANGUAGE_LABELS = dict(settings.LANGUAGES)


def in_three(form: forms.BaseForm, stem: str, label: Any) -> None:  # noqa: ANN401 - lazy text
    """Label the fields of one text in three languages, and tell the browser which language each is in."""
    for language, name in LANGUAGE_LABELS.items():
        field = form.fields.get(f"{stem}_{language}")
        if field:
            field.label = _("%(label)s (%(language)s)") % {"label": label, "language": name}
            field.widget.attrs |= {"lang": language, "dir": "rtl" if language == "ar" else "ltr"}
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 4


class _Named(FactForm):
    """A thing with names in three languages, of which one is needed."""

    def label_fields(self) -> None:
        in_three(self, "name", _("Name"))
        in_three(self, "note", _("Note"))

    def check_sources(self, changed: list[str]) -> None:
        if not any(self.cleaned_data.get(name) for name in NAMES) and not set(NAMES) & set(self.errors):
            self.add_error("name_de", _("Please write the name in at least one language."))
        super().check_sources(changed)

    def fixed(self) -> dict[str, Any]:
        names = [self.cleaned_data.get(name) or "" for name in ("name_en", "name_de", "name_ar")]
        return {"slug": free_slug(self._meta.model, next(filter(slugify, names), ""))}


class AuthorityForm(_Named):
    """A local authority. It stays in its country."""

    sheet = AUTHORITY_SHEET
    fact_names = tuple(AUTHORITY_SHEET.fields)

    aliases = LinesField(
        label=_("Other spellings"), help_text=_("One a line: exonyms, former names."), longest=120, required=False
    )
    website = WebField(label=_("Website"), max_length=300, required=False)

    latitude = forms.DecimalField(
        label=_("Latitude"), min_value=-90, max_value=90, max_digits=8, decimal_places=5, required=False
    )
    longitude = forms.DecimalField(
        label=_("Longitude"), min_value=-180, max_value=180, max_digits=8, decimal_places=5, required=False
    )

    class Meta:
        model = Authority
        fields = AUTHORITY_SHEET.columns
        labels = {"geonames_id": _("Number at GeoNames")}

    def label_fields(self) -> None:
        super().label_fields()
        regions = Region.objects.select_related("country").order_by("country", "name")
        if self.instance.pk:
            regions = regions.filter(country=self.instance.country_id)
        region: Any = self.fields["region"]
        region.queryset, region.label = regions, _("Land or governorate")
        for language in LANGUAGE_LABELS:
            self.fields[f"note_{language}"].max_length = LONGEST_TEXT
            self.fields[f"note_{language}"].validators.append(forms.fields.validators.MaxLengthValidator(LONGEST_TEXT))

    def check_sources(self, changed: list[str]) -> None:
        place = {name: self.cleaned_data.get(name) for name in ("latitude", "longitude")}
        missing = [name for name, value in place.items() if value is None and name not in self.errors]
        if len(missing) == 1:
            self.add_error(missing[0], _("A place needs both coordinates."))
        super().check_sources(changed)


class OrganisationForm(_Named):
    """A partner body or association."""

    sheet = ORGANISATION_SHEET
    fact_names = tuple(ORGANISATION_SHEET.fields)

    class Meta:
        model = Organisation
        fields = ORGANISATION_SHEET.columns
        labels = {"country": _("Country")}

    def fixed(self) -> dict[str, Any]:
        return {}


class ThemeForm(_Named):
    """A theme with the words people use for it."""

    sheet = THEME_SHEET
    fact_names = tuple(THEME_SHEET.fields)

    sdg_goals = GoalsField(label=_("Sustainable Development Goals"), max_length=80, required=False)
    sdg_targets = TargetsField(label=_("SDG targets"), max_length=200, required=False)
    words_de = LinesField(longest=80, help_text=_("One a line."), required=False)
    words_en = LinesField(longest=80, help_text=_("One a line."), required=False)
    words_ar = LinesField(longest=80, help_text=_("One a line."), required=False)

    class Meta:
        model = Theme
        fields = THEME_SHEET.columns

    def label_fields(self) -> None:
        super().label_fields()
        in_three(self, "words", _("Everyday words"))


class PopulationForm(ConflictForm):
    """A number of inhabitants with its kind, time and source."""

    fact_names = ("kind", "number", "as_of", "source_url")

    kind = forms.ChoiceField(label=_("Kind"), choices=Population.Kind.choices)
    number = forms.IntegerField(label=_("Inhabitants"), min_value=0, max_value=100_000_000)
    as_of = PartialDateField(label=_("As of"), required=False)
    source_url = WebField(label=_("Address of the source"))

    class Meta:
        model = Population
        fields = ("kind", "number", "source_url")

    def check_sources(self, _changed: list[str]) -> None:
        undated = self.cleaned_data.get("kind") == Population.Kind.GEONAMES
        if not undated and not self.cleaned_data.get("as_of") and "as_of" not in self.errors:
            self.add_error("as_of", _("Please say of which time this figure tells."))


class KeyForm(ConflictForm):
    """An official key and the time for which it holds."""

    fact_names = ("system", "key", "valid_from", "valid_to", "source_url")

    key = forms.RegexField(
        r"[0-9]{2,12}", label=_("Key"), max_length=12, error_messages={"invalid": _("A key has digits only.")}
    )
    valid_from = forms.DateField(label=_("Valid from"), required=False)
    valid_to = forms.DateField(label=_("Valid to"), help_text=_("Empty while it holds."), required=False)
    source_url = WebField(label=_("Address of the source"))

    class Meta:
        model = AuthorityKey
        fields = ("system", "key", "valid_from", "valid_to", "source_url")
        labels = {"system": _("System")}

    def check_sources(self, _changed: list[str]) -> None:
        start, end = self.cleaned_data.get("valid_from"), self.cleaned_data.get("valid_to")
        if start and end and end < start:
            self.add_error("valid_to", _("A key cannot end before it begins."))
