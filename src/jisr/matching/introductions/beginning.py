"""What an introduction needs before it can begin: two countries, no tie, no block, and room on both sides."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jisr.kernel.errors import DomainError
from jisr.matching.introductions.models import Introduction
from jisr.matching.models import BlockedPair, MatchingProfile
from jisr.matching.ranking import Reason, rank_partners
from jisr.matching.requests.models import PartnershipRequest
from jisr.matching.requests.states import OPEN as OPEN_REQUESTS
from jisr.matching.services import count_introduction
from jisr.matching.states import BINDING, ReasonKind
from jisr.municipalities.models import Authority
from jisr.partnerships.models import Partnership

TURNED = {ReasonKind.NEEDS: ReasonKind.OFFERS, ReasonKind.OFFERS: ReasonKind.NEEDS}
LONGEST_REASON = 500


class NotPossible(DomainError):
    """These two cannot be introduced."""


class Full(DomainError):
    """One of the two has as many introductions under way as it wants."""


class AlreadyIntroduced(DomainError):
    """An introduction of the two is under way; ``facts["introduction"]`` is its public number."""


def lock_pair(one: Authority, other: Authority) -> tuple[Authority, Authority]:
    """The German and the Palestinian authority, locked in one order. Raises ``NotPossible`` for one country."""
    rows = Authority.objects.select_for_update(no_key=True).filter(pk__in=[one.pk, other.pk]).order_by("pk")
    sides = {row.country_id: row for row in rows}
    if set(sides) != {"DE", "PS"}:
        raise NotPossible(_("An introduction brings a German and a Palestinian authority together."))
    return sides["DE"], sides["PS"]


def live_of(german: Authority, palestinian: Authority) -> Introduction | None:
    found: Introduction | None = Introduction.objects.live().of_pair(german, palestinian).first()
    return found


def refuse_unfit(german: Authority, palestinian: Authority, *, for_office: bool) -> None:
    """Raise ``NotPossible`` for former, bound and blocked ones. A coordinator is not told of a block."""
    for authority in (german, palestinian):
        if authority.is_former:
            text = gettext("%(name)s no longer exists as an authority of its own.") % {"name": authority.name}
            raise NotPossible(text)
    if Partnership.objects.filter(german=german, palestinian=palestinian, status__in=BINDING).exists():
        raise NotPossible(_("The two are partners already, or on the way to it."))
    if not BlockedPair.objects.filter(german=german, palestinian=palestinian).exists():
        return
    if for_office:
        raise NotPossible(_("This pair is ruled out: one of the two has said no, or the office knows why."))
    raise NotPossible(_("An introduction of these two is not possible at the moment. The programme office helps you."))


def is_open_to(own: Authority, other: Authority) -> bool:
    """Whether ``own`` may show interest: the other one says in public that it looks, or is suggested to it."""
    public = PartnershipRequest.objects.shown().filter(authority=other, state__in=OPEN_REQUESTS)
    if public.exists():
        return True
    return any(suggestion.authority.pk == other.pk for suggestion in rank_partners(own))


def take_places(german: Authority, palestinian: Authority, *, own: Authority | None = None) -> None:
    """Count one more introduction for both. Raises ``Full``; the figures of another authority stay in the office."""
    for authority in in_order(german, palestinian):
        profile = count_introduction(authority, change=1)
        if profile.open_introductions <= profile.introductions_limit:
            continue
        raise Full(_why_full(profile, own), authority=authority.slug)


def _why_full(profile: MatchingProfile, own: Authority | None) -> str:
    names = {"name": profile.authority.name, "most": profile.introductions_limit}
    if own is None:
        return gettext("%(name)s has reached its limit of introductions at a time: %(most)s.") % names
    if profile.authority_id == own.pk:
        return gettext("You have reached your own limit of introductions at a time: %(most)s. End one first.") % names
    return gettext("%(name)s cannot take up a further introduction at the moment. Please try again later.") % names


def free_places(german: Authority, palestinian: Authority) -> None:
    """Count one introduction less for both."""
    for authority in in_order(german, palestinian):
        count_introduction(authority, change=-1)


def in_order(*authorities: Authority) -> list[Authority]:
    """In one order, so that two transactions never wait for each other."""
    return sorted(authorities, key=lambda authority: authority.pk)


def recount(authority: Authority) -> None:
    """Set the count anew from what is under way: after two rows about one authority became one."""
    number = Introduction.objects.live().of(authority).count()
    profile = MatchingProfile.objects.select_for_update(no_key=True).filter(authority=authority).first()
    if profile is not None and profile.open_introductions != number:
        profile.open_introductions = number
        profile.save(update_fields=["open_introductions", "updated_at"])


def kept_reasons(reasons: Iterable[Reason | Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The reasons as they are kept: kind, points, themes and own words, seen from the Palestinian side.

    A ``Reason`` of the ranking is turned where a German authority asked; mappings are taken to be seen from there.
    """
    return [_kept(reason) for reason in reasons]


def _kept(reason: Reason | Mapping[str, Any]) -> dict[str, Any]:
    if isinstance(reason, Reason):
        kind = TURNED.get(reason.kind, reason.kind) if reason.authority.country_id == "DE" else reason.kind
        return {"kind": kind.value, "points": reason.points, "themes": [theme.slug for theme in reason.themes]}
    row: dict[str, Any] = {"kind": str(reason["kind"]), "points": int(reason.get("points") or 0)}
    if reason.get("themes"):
        row["themes"] = [str(slug) for slug in reason["themes"]]
    if reason.get("text"):
        row["text"] = str(reason["text"])[:LONGEST_REASON]
    return row
