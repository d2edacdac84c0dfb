"""What hangs on authorities in this room, for when two rows about one authority become one."""

from jisr.matching.models import MatchingProfile
from jisr.matching.requests.models import PartnershipRequest
from jisr.matching.requests.states import LIVE
from jisr.municipalities.desk.sheets import follow_authority
from jisr.municipalities.models import Authority
from jisr.municipalities.services import merging


def register() -> None:
    merging.register("matching.MatchingProfile", "authority")
    merging.register("matching.PartnershipRequest", "authority", same=["kind"], asks=True, counts=_is_live)
    for side, other in (("german", "palestinian_id"), ("palestinian", "german_id")):
        merging.register("matching.BlockedPair", side, same=[other])
        merging.register("matching.RoundSuggestion", side, same=["round_id", other])
    follow_authority("matching", renew_profile)


def _is_live(request: PartnershipRequest) -> bool:
    return not request.source_url and request.state in LIVE


def renew_profile(authority: Authority) -> None:
    """Ranking reads profiles anew when one is newer than what it knows."""
    for profile in MatchingProfile.objects.filter(authority=authority):
        profile.save(update_fields=["updated_at"])
