"""What the office types to correct the two sides of a tie."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from jisr.municipalities.forms.facts import ConflictForm, as_origin
from jisr.municipalities.forms.fields import AuthorityField, PartialDateField, SourceField
from jisr.municipalities.models import Authority
from jisr.municipalities.services.facts import Origin
from jisr.partnerships.models import Partnership
from jisr.partnerships.sides import SIDES


class SidesForm(ConflictForm):
    """Both sides by name, with the source that tells it. The facts are compared by the short names of the sides."""

    fact_names = SIDES

    german = AuthorityField(rows=Authority.objects.german, label=_("German authority"))
    palestinian = AuthorityField(rows=Authority.objects.palestinian, label=_("Palestinian authority"))
    told_by = SourceField(
        label=_("Source of your changes"),
        help_text=_("The address of a page, or a note such as “telephone call with the town hall”."),
    )
    told_of = PartialDateField(label=_("As of"))

    class Meta:
        model = Partnership
        fields: ClassVar[list[str]] = []

    def text(self, _name: str, value: Any) -> str:  # noqa: ANN401 - an authority
        return str(value.slug) if value else ""

    def shown(self, _name: str, text: str) -> str:
        row = Authority.objects.filter(slug=text).first()
        return f"{row.name} ({text})" if row else text

    def origin(self) -> Origin:
        return as_origin(self.cleaned_data["told_by"], self.cleaned_data["told_of"])
