"""What a step brings with it: the address, the search, the profile for matching."""

from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.kernel.dates import PartialDate
from jisr.kernel.errors import DomainError
from jisr.matching.models import INTRODUCTIONS_LIMIT, MatchingProfile
from jisr.matching.requests.models import PartnershipRequest
from jisr.matching.requests.states import OPEN, Kind
from jisr.matching.services import ProfileFacts, keep_profile
from jisr.search import services as index

SEARCH_KIND: Final = "request"
VERBS: Final = {
    "check": "checked",
    "translate": "translated",
    "publish": "published",
    "match": "matched",
    "confirm": "confirmed",
    "withdraw": "withdrawn",
    "archive": "archived",
}


class NotReady(DomainError):
    """The request cannot be published as it stands."""


def prepare(name: str, request: PartnershipRequest, *, at: datetime) -> None:
    """Set the columns that a step sets, or say why it cannot be taken."""
    today = timezone.localdate(at)
    if name == "publish":
        _refuse_unready(request, at)
        request.published, request.confirmed_on = PartialDate(today), None
        request.slug = request.slug or free_slug(request, today.year)
    elif name == "confirm":
        if request.expires_on is not None and request.expires_on < today:
            request.expires_on = None  # who says that it still holds says so beyond the old day
            _set_willing(request, is_willing=True)
        request.confirmed_on = today


def _refuse_unready(request: PartnershipRequest, at: datetime) -> None:
    if request.is_public and request.consented_at is None:
        raise NotReady(_("The authority has not agreed to publication."))
    if request.expires_on is not None and request.expires_on < timezone.localdate(at):
        raise NotReady(_("The day until which this is valid has passed. Please ask the authority for a later one."))


def free_slug(request: PartnershipRequest, year: int | None) -> str:
    """The authority and the year, with a number if that is taken."""
    base = f"{request.authority.slug}-{year}" if year else request.authority.slug
    taken = set(
        PartnershipRequest.objects.filter(slug__startswith=base).exclude(pk=request.pk).values_list("slug", flat=True)
    )
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def follow(name: str, request: PartnershipRequest, *, actor: Any) -> None:  # noqa: ANN401 - a person or the system
    """Let matching and search know, once it is certain.

    What is submitted makes a profile that nobody is suggested by yet, unless one is in use. What is published may be
    suggested; a yearly confirmation leaves it to the authority, which can switch that on and off by itself.
    """
    known = MatchingProfile.objects.filter(authority=request.authority).first()
    if name == "submit":
        if known is None or not known.is_willing:
            keep_profile(request.authority, facts_of(request, known, is_willing=False), actor=actor)
    elif name in {"publish", "confirm"}:
        is_willing = name == "publish" or known is None or known.is_willing
        keep_profile(request.authority, facts_of(request, known, is_willing=is_willing), actor=actor)
    elif request.state not in OPEN or (request.is_public and not request.is_shown()):
        _set_willing(request, is_willing=False)
    if request.slug:
        slug = request.slug
        transaction.on_commit(lambda: index.update(SEARCH_KIND, slug))


def _set_willing(request: PartnershipRequest, *, is_willing: bool) -> None:
    rows = MatchingProfile.objects.filter(authority=request.authority)
    rows.update(is_willing=is_willing, updated_at=timezone.now())


def facts_of(request: PartnershipRequest, known: MatchingProfile | None, *, is_willing: bool) -> ProfileFacts:
    """What ranking needs of a request or an offer. How many introductions are wanted stays as it is known."""
    themes = [row.theme.slug for row in request.wanted.select_related("theme")]
    text = "\n".join(row.text for row in request.texts.all() if row.is_original and row.key != "partnerships")
    is_request = request.kind == Kind.REQUEST
    return ProfileFacts(
        needs=themes if is_request else (),
        offers=() if is_request else themes,
        languages=request.languages,
        inhabitants=None,  # the best figure known, a census before what is stated
        is_willing=is_willing,
        introductions_limit=known.introductions_limit if known else INTRODUCTIONS_LIMIT,
        need_text=text if is_request else "",
        offer_text="" if is_request else text,
    )
