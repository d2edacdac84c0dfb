"""The functions that the two authorities can be reached at: one's own always, the other's while it is open."""

from jisr.kernel.policy import may
from jisr.matching.introductions.models import Introduction
from jisr.matching.introductions.policies import READ_OPENED_CONTACTS
from jisr.matching.introductions.states import BOTH, Side
from jisr.municipalities.models import AuthorityContact
from jisr.municipalities.policies import Actor


def contacts_of(introduction: Introduction, actor: Actor) -> dict[Side, list[AuthorityContact]]:
    """What ``actor`` may see now, by side: what the rule on contacts gives anyway, and what both have opened."""
    is_open = may(actor, READ_OPENED_CONTACTS, introduction)
    found: dict[Side, list[AuthorityContact]] = {}
    for side in BOTH:
        live = introduction.authority_of(side).contacts.live().order_by("pk")
        found[side] = list(live if is_open else live.visible_to(actor))
    return found
