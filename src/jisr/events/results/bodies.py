"""Which authorities and organisations a meeting's forms offer, and how a choice names one."""

from jisr.events.editions.models import Edition
from jisr.events.registration.models import Participant
from jisr.events.results.models import FollowUp
from jisr.municipalities.models import Authority, Membership, Organisation
from jisr.municipalities.states import MembershipState

AUTHORITY, ORGANISATION = "authority", "organisation"


def authorities_of(edition: Edition, *, also: list[Authority | None] | None = None) -> list[Authority]:
    """Those that somebody registered from, those that took steps on before, and ``also``; in the order of names."""
    registered = Participant.objects.live().filter(edition=edition, authority__isnull=False).order_by()
    keys = set(registered.values_list("authority", flat=True))
    before = FollowUp.objects.of_edition(edition).order_by().values_list("authority", "counterpart")
    keys |= {key for pair in before for key in pair if key}
    keys |= {row.pk for row in also or [] if row is not None}
    return list(Authority.objects.filter(pk__in=keys).order_by("name", "pk"))


def organisations_of(edition: Edition, *, also: list[Organisation | None] | None = None) -> list[Organisation]:
    registered = Participant.objects.live().filter(edition=edition, organisation__isnull=False).order_by()
    keys = set(registered.values_list("organisation", flat=True))
    before = FollowUp.objects.of_edition(edition).filter(organisation__isnull=False).order_by()
    keys |= set(before.values_list("organisation", flat=True)) | {row.pk for row in also or [] if row is not None}
    return list(Organisation.objects.filter(pk__in=keys).order_by("name", "pk"))


def choice_of(body: Authority | Organisation) -> str:
    if isinstance(body, Authority):
        return f"{AUTHORITY}:{body.slug}"
    return f"{ORGANISATION}:{body.public_id}"


def chosen(choice: str) -> Authority | Organisation | None:
    """What a choice names; the form has checked that it was offered."""
    kind, _colon, key = choice.partition(":")
    found: Authority | Organisation | None = None
    if kind == AUTHORITY:
        found = Authority.objects.filter(slug=key).first()
    elif kind == ORGANISATION:
        found = Organisation.objects.filter(public_id=key).first()
    return found


def people_of(follow_up: FollowUp) -> list[tuple[str, str]]:
    """The confirmed members of the owner, for a choice."""
    if follow_up.body is None:
        return []
    rows = Membership.objects.of_body(follow_up.body).filter(state=MembershipState.CONFIRMED, user__isnull=False)
    people = {row.user_id: str(row.user) for row in rows.select_related("user")}
    return [(str(key), name) for key, name in sorted(people.items(), key=lambda pair: pair[1])]
