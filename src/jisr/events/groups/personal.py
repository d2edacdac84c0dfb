"""What working groups keep about people: their wishes, where they are, and who planned."""

from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.events.groups.models import GroupPlace, GroupPlan, WishList
from jisr.events.groups.states import PlanState
from jisr.kernel import personal
from jisr.kernel.personal import Erasure, OwnData, Retention


def register() -> None:
    personal.declare(
        *("events.WishList", "changed_by"),
        purpose=_("knowing who ranked somebody's wishes for working groups"),
        retention=Retention.PURPOSE,
        erasure=Erasure.EMPTIED,
    )
    personal.declare(
        *("events.GroupPlan", "asked_by", "published_by"),
        purpose=_("knowing who planned and published working groups"),
        retention=Retention.AUDIT,
        erasure=Erasure.EMPTIED,
    )
    personal.register_export("working_groups", own_data)
    personal.register_erasure("working groups", take_out)


def own_data(user: User) -> OwnData:
    """A person's own wishes, in their order, and the groups that were published for them."""
    lists = WishList.objects.filter(participant__user=user).select_related("participant__edition").order_by("pk")
    wished = [
        {
            "meeting": str(row.participant.edition),
            "takes_part": row.takes_part,
            "wishes": [wish.group.title for wish in row.wishes.select_related("group").order_by("rank")],
            "at": row.changed_at,
        }
        for row in lists
    ]
    shown = [PlanState.PUBLISHED, PlanState.SUPERSEDED]
    places = GroupPlace.objects.filter(participant__user=user, plan__state__in=shown).order_by("pk")
    placed = [
        {"meeting": str(row.plan.edition), "group": row.group.title, "at": row.plan.published_at}
        for row in places.select_related("plan__edition", "group")
    ]
    return OwnData(title=_("Your wishes and places in working groups"), rows=[*wished, *placed])


def take_out(user: User) -> int:
    """Empty the fields that point at a person. Wishes stay with the registration, which no longer names anybody."""
    touched: int = WishList.objects.filter(changed_by=user).update(changed_by=None)
    for column in ("asked_by", "published_by"):
        touched += GroupPlan.objects.filter(**{column: user}).update(**{column: None})
    return touched
