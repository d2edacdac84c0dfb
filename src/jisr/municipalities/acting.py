"""Which hat somebody wears: the membership in whose name they look at the workspace now."""

from django.http import HttpRequest

from jisr.municipalities.models import Membership

ACTING_FOR = "acting_for"
_REMEMBERED = "_acting_membership"


def memberships_of(request: HttpRequest) -> list[Membership]:
    """The confirmed memberships of the reader, asked once for each request."""
    if not hasattr(request, _REMEMBERED):
        rows: list[Membership] = []
        if request.user.is_authenticated:
            mine = Membership.objects.filter(user=request.user).confirmed()
            rows = list(mine.select_related("authority", "organisation").order_by("confirmed_at", "pk"))
        setattr(request, _REMEMBERED, rows)
    found: list[Membership] = getattr(request, _REMEMBERED)
    return found


def acting_membership(request: HttpRequest) -> Membership | None:
    """The membership that the reader chose, if it is still confirmed; the only one, if there is one; else none."""
    mine = memberships_of(request)
    chosen = request.session.get(ACTING_FOR)
    for membership in mine:
        if str(membership.public_id) == chosen:
            return membership
    return mine[0] if len(mine) == 1 else None


def act_as(request: HttpRequest, public_id: str) -> bool:
    """Put on a hat for this session; false if it is not one of the reader's own."""
    is_own = any(str(membership.public_id) == public_id for membership in memberships_of(request))
    if is_own:
        request.session[ACTING_FOR] = public_id
    return is_own


def hats(request: HttpRequest) -> tuple[str, list[tuple[str, str]]]:
    """For the head of the workspace: the hat worn now (its key, or empty) and all hats as key and label."""
    now = acting_membership(request)
    return (
        str(now.public_id) if now else "",
        [(str(row.public_id), f"{row.body.name} – {row.get_role_display()}") for row in memberships_of(request)],
    )
