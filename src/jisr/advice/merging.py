"""What hangs on authorities in this room, for when two rows about one authority become one."""

from jisr.advice.models import PeerConsent
from jisr.municipalities.services import merging


def register() -> None:
    for name in ("authority", "other_authority"):
        merging.register("advice.Enquiry", name)
    merging.register("advice.PeerQuestion", "asked_for")
    merging.register("advice.PeerConsent", "authority", same=["theme_id"], counts=_is_given, absorb=absorb_consent)


def _is_given(consent: PeerConsent) -> bool:
    return consent.withdrawn_at is None


def absorb_consent(kept: PeerConsent, dropped: PeerConsent) -> None:
    """Questions go on under the consent that stays."""
    dropped.questions.update(consent=kept)
