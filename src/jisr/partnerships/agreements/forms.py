"""What people type about steps, agreements and signatures."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.documents.models import Document
from jisr.municipalities.forms.facts import ConflictForm
from jisr.municipalities.forms.fields import PartialDateField, WebField
from jisr.partnerships.agreements.states import Decider, Renewal
from jisr.partnerships.agreements.steps import Decision
from jisr.partnerships.agreements.workflow import Move
from jisr.partnerships.agreements.writing import COLUMNS, FACTS
from jisr.partnerships.models import Agreement, Partnership

LONGEST_REASON = 2000


def day_field(label: Any, hint: Any = "", *, required: bool = True) -> forms.DateField:  # noqa: ANN401 - lazy text
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, help_text=hint, required=required, widget=widget)


def _signatory(label: Any) -> forms.CharField:  # noqa: ANN401 - lazy text
    hint = _("The function, such as mayor; no name of a person.")
    widget = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
    return forms.CharField(label=label, help_text=hint, max_length=120, required=False, widget=widget)


def _body(label: Any) -> forms.CharField:  # noqa: ANN401 - lazy text
    widget = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
    return forms.CharField(label=label, max_length=160, required=False, widget=widget)


class StepForm(forms.Form):
    """One step of a tie: only what the step needs is asked for."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=80)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401
        tie: Partnership,
        move: Move,
        papers: Any,  # noqa: ANN401 - a query of documents
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["happened_on"] = day_field(_("When was it decided?"))
        self.initial.setdefault("happened_on", timezone.localdate())
        deciders = [choice for choice in Decider.choices if choice[0] != Decider.TERM]
        self.fields["decided_by"] = forms.ChoiceField(
            label=_("Who decided?"), choices=deciders, widget=forms.RadioSelect
        )
        self._add_needs(tie, move)
        if papers.exists():
            self.fields["document"] = forms.ModelChoiceField(
                papers,
                label=_("Paper of the decision"),
                help_text=_("One of the documents of this partnership."),
                required=False,
            )
        self.fields["source_url"] = WebField(
            label=_("Page that tells about it"), help_text=_("Everybody sees this address."), required=False
        )
        if move.kind == "activated":
            self.fields["keeps_hidden"] = forms.BooleanField(
                label=_("Not public yet"),
                help_text=_("Tick this if the partnership is announced later. You can show it at any time."),
                required=False,
            )

    def _add_needs(self, tie: Partnership, move: Move) -> None:
        if move.needs_agreement:
            rows = Agreement.objects.filter(tie=tie).signed()
            self.fields["agreement"] = forms.ModelChoiceField(
                rows,
                label=_("Agreement"),
                help_text=_("Only agreements that all parties have signed."),
                empty_label=None,
            )
        if move.kind == "renewed":
            self.fields["runs_until_on"] = day_field(
                _("New end of the term"),
                _("Leave it empty if a new agreement carries the partnership."),
                required=False,
            )
        area = forms.Textarea(attrs={"rows": 4, "dir": "auto"})
        self.fields["reason"] = forms.CharField(
            label=_("Reason"),
            help_text=_("Both sides and the programme office read it; it is not public."),
            max_length=LONGEST_REASON,
            required=move.needs_reason,
            widget=area,
        )
        if move.needs_review:
            self.fields["review_on"] = day_field(_("When will you look at it again?"))

    def decision(self) -> Decision:
        typed = self.cleaned_data
        return Decision(
            happened_on=typed["happened_on"],
            decided_by=typed["decided_by"],
            reason=typed["reason"].replace("\r\n", "\n").strip(),
            agreement=typed.get("agreement"),
            document=typed.get("document"),
            source_url=typed["source_url"],
            review_on=typed.get("review_on"),
            runs_until_on=typed.get("runs_until_on"),
        )


def papers_of(tie: Partnership, actor: Any) -> Any:  # noqa: ANN401 - a person; a query of documents
    """The papers of a tie and of its agreements."""
    agreements = tie.agreements.values_list("pk", flat=True)
    own = Document.objects.of(tie)
    theirs = Document.objects.filter(
        subject_type=Agreement._meta.label_lower, subject_key__in=[str(key) for key in agreements]
    )
    return (own | theirs).visible_to(actor)


class AgreementForm(ConflictForm):
    """An agreement with its parties: functions that sign, never names of people."""

    fact_names = FACTS

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    german_signatory = _signatory(_("Who signs for the German side?"))
    palestinian_signatory = _signatory(_("Who signs for the Palestinian side?"))
    has_office = forms.BooleanField(
        label=_("The programme office signs too"), help_text=_("For a memorandum of three parties."), required=False
    )
    office_signatory = _signatory(_("Who signs for the programme office?"))
    other1_body = _body(_("Another body that signs"))
    other1_signatory = _signatory(_("Who signs for it?"))
    other2_body = _body(_("One more body that signs"))
    other2_signatory = _signatory(_("Who signs for that body?"))

    class Meta:
        model = Agreement
        fields = COLUMNS
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "kind": forms.RadioSelect,
            "renewal": forms.RadioSelect,
            "term_from_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "term_until_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        }

    def label_fields(self) -> None:
        for name in ("kind", "renewal"):
            self.fields[name].choices = [choice for choice in self.fields[name].choices if choice[0]]
        self.fields["term_until_on"].help_text = _("Leave it empty if the agreement has no end.")
        self.fields["renewal_months"].help_text = _("Only for an agreement that is renewed by itself.")
        self.fields["notice_months"].help_text = _("How long before the end notice must be given.")
        self.order_fields(["key", *FACTS])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        begins, ends = cleaned.get("term_from_on"), cleaned.get("term_until_on")
        if begins and ends and ends < begins:
            self.add_error("term_until_on", _("The term ends before it begins."))
        if cleaned.get("renewal") == Renewal.AUTOMATIC:
            if not ends and "term_until_on" not in self.errors:
                wrong = _("What is renewed by itself needs a day on which the term ends.")
                self.add_error("term_until_on", wrong)
            if not cleaned.get("renewal_months") and "renewal_months" not in self.errors:
                self.add_error("renewal_months", _("Please say by how many months it is renewed."))
        self._check_parties(cleaned)
        return cleaned

    def _check_parties(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("office_signatory") and not cleaned.get("has_office"):
            self.add_error("has_office", _("Please tick that the programme office signs, or leave its function empty."))
        for place in (1, 2):
            if cleaned.get(f"other{place}_signatory") and not cleaned.get(f"other{place}_body"):
                self.add_error(f"other{place}_body", _("Please name the body."))
        if cleaned.get("other1_body") and cleaned.get("other1_body") == cleaned.get("other2_body"):
            self.add_error("other2_body", _("This body is named already."))


class SignForm(forms.Form):
    """When a party has signed. ``who`` tells for whom the page was opened."""

    who = forms.CharField(widget=forms.HiddenInput, max_length=200)
    signed = PartialDateField(label=_("Signed on"))


class NoticeForm(forms.Form):
    """When notice was given."""

    given_on = day_field(_("When was notice given?"))
