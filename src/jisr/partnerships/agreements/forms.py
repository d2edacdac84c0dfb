"""What people type about steps, agreements and signatures."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.documents.models import Document
from jisr.municipalities.forms.fields import WebField
from jisr.partnerships.agreements.states import Decider
from jisr.partnerships.agreements.steps import Decision
from jisr.partnerships.agreements.workflow import Move
from jisr.partnerships.models import Agreement, Partnership

LONGEST_REASON = 2000


def day_field(label: Any, hint: Any = "", *, required: bool = True) -> forms.DateField:  # noqa: ANN401 - lazy text
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, help_text=hint, required=required, widget=widget)


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
