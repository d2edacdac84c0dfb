"""Who reads the history of enquiries and consents in the trail, in which words; and who reads papers of a record."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jisr.advice.models import Enquiry, PeerQuestion
from jisr.advice.policies import READ_QUESTION, advises, is_enquirer
from jisr.audit import access as trail_access
from jisr.documents import access as document_access
from jisr.documents.access import Place
from jisr.kernel.policy import may
from jisr.municipalities.policies import acts_for

ENQUIRY = "advice.enquiry"
QUESTION = "advice.peerquestion"


def register() -> None:
    trail_access.register_rows(
        lambda: Enquiry.objects.select_related("authority", "other_authority"),
        lambda actor, _enquiry: advises(actor),
        elsewhere="advice:queue",
        one=_("enquiry"),
    )
    trail_access.register_rows(
        lambda: PeerQuestion.objects.select_related("consent__authority", "consent__theme"),
        lambda actor, question: advises(actor) and may(actor, READ_QUESTION, question),
        elsewhere="advice:peers",
        one=_("question to peers"),
    )
    document_access.register(ENQUIRY, _may_see_papers, _may_see_papers, _place)
    trail_access.name_actions(
        {
            "advice.enquiry_received": _("question received"),
            "advice.enquiry_noted": _("question noted"),
            "advice.enquiry_taken": _("question taken in hand"),
            "advice.enquiry_handed_over": _("question handed over"),
            "advice.enquiry_sorted": _("topic, urgency or authority of a question changed"),
            "advice.enquiry_cleared": _("question found not to be advertising"),
            "advice.enquiry_closed": _("question closed without an answer"),
            "advice.enquiry_merged": _("question merged with another one"),
            "advice.enquiry_answered": _("question answered"),
            "advice.enquiry_reopened": _("question opened again"),
            "advice.entry_added": _("entry added to an advice record"),
            "advice.step_agreed": _("next step agreed"),
            "advice.step_done": _("next step done"),
            "advice.template_changed": _("template for replies changed"),
            "advice.enquirer_forgotten": _("person taken out of a question"),
            "advice.consent_given": _("authority may be asked by peers"),
            "advice.consent_changed": _("words about an authority's experience changed"),
            "advice.consent_withdrawn": _("authority may not be asked by peers any more"),
            "advice.peer_asked": _("peer asked"),
            "advice.peer_question_settled": _("question to a peer settled"),
        }
    )


def _find(key: str) -> Enquiry | None:
    rows = Enquiry.objects.select_related("authority", "other_authority")
    found: Enquiry | None = rows.filter(pk=key).first() if key.isdecimal() else None
    return found


def _may_see_papers(actor: Any, key: str) -> bool:  # noqa: ANN401
    """The office, who asked, and the members of the authority that asked; not the other side."""
    enquiry = _find(key)
    if enquiry is None:
        return False
    if advises(actor) or is_enquirer(actor, enquiry):
        return True
    return enquiry.authority is not None and acts_for(actor, enquiry.authority)


def _place(key: str) -> Place | None:
    enquiry = _find(key)
    return Place(_("Enquiry %(reference)s") % {"reference": enquiry}, enquiry.get_absolute_url()) if enquiry else None
