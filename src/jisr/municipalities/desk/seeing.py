"""Who sees the papers of an authority and the history of a proposal, and the words for steps of the desk."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jisr.audit import access as trail_access
from jisr.documents import access
from jisr.documents.access import Place
from jisr.kernel.policy import may
from jisr.municipalities.desk.policies import EDIT_FACTS, READ_PROPOSAL, reads_for
from jisr.municipalities.models import Authority, Proposal
from jisr.municipalities.policies import acts_for

AUTHORITY, PROPOSAL = "municipalities.authority", "municipalities.proposal"


def register() -> None:
    access.register(AUTHORITY, may_read_papers, may_add_papers, place_of)
    trail_access.register(PROPOSAL, _may_read_proposal, _proposal_url, _proposal_label)
    trail_access.name_actions(
        {
            "municipalities.facts_proposed": _("change of facts proposed"),
            "municipalities.proposal_decided": _("proposal decided on"),
            "municipalities.population_set": _("population figure set"),
            "municipalities.contact_added": _("contact added"),
            "municipalities.contact_changed": _("contact changed"),
            "municipalities.contact_noted": _("contact noted"),
            "municipalities.contact_ended": _("contact ended"),
            "municipalities.authority_merged": _("duplicate merged into this one"),
            "municipalities.authority_merged_away": _("merged into another one"),
            "municipalities.organisation_merged": _("duplicate merged into this one"),
            "municipalities.organisation_merged_away": _("merged into another one"),
            "municipalities.authority_succeeded": _("split or merger written down"),
            "municipalities.authority_came_about": _("became a successor"),
            "municipalities.membership_moved": _("went on with the successor of the authority"),
            "municipalities.authoritykey_moved": _("official key taken over"),
            "municipalities.authoritycontact_moved": _("contact taken over"),
        }
    )


def _authority(key: str) -> Authority | None:
    found: Authority | None = Authority.objects.filter(pk=key).first() if key.isdecimal() else None
    return found


def may_read_papers(actor: Any, key: str) -> bool:  # noqa: ANN401 - a person
    authority = _authority(key)
    return authority is not None and reads_for(actor, authority)


def may_add_papers(actor: Any, key: str) -> bool:  # noqa: ANN401
    authority = _authority(key)
    return authority is not None and (may(actor, EDIT_FACTS, authority) or acts_for(actor, authority))


def place_of(key: str) -> Place | None:
    authority = _authority(key)
    return Place(authority.name, reverse("municipalities:contacts", args=[authority.slug])) if authority else None


def _proposal(key: str) -> Proposal | None:
    rows = Proposal.objects.select_related("authority")
    found: Proposal | None = rows.filter(pk=key).first() if key.isdecimal() else None
    return found


def _may_read_proposal(actor: Any, key: str) -> bool:  # noqa: ANN401
    proposal = _proposal(key)
    return proposal is not None and may(actor, READ_PROPOSAL, proposal)


def _proposal_url(key: str) -> str:
    proposal = _proposal(key)
    return proposal.get_absolute_url() if proposal else reverse("municipalities:proposals")


def _proposal_label(key: str) -> str:
    proposal = _proposal(key)
    return str(proposal.authority if proposal else _("proposal"))
