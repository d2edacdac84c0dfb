"""The smallest valid working groups, wishes and plans."""

from datetime import UTC, datetime

from factory import LazyAttribute, SelfAttribute, Sequence, SubFactory, Trait
from factory.django import DjangoModelFactory

from jisr.events.groups.models import GroupPlace, GroupPlan, GroupRules, Wish, WishList, WorkingGroup
from jisr.events.groups.states import PlanState, Stage
from tests.factories.events import EditionFactory, ParticipantFactory

ASKED_AT = datetime(2027, 8, 2, 9, tzinfo=UTC)


class RulesFactory(DjangoModelFactory):
    """Takes wishes from June to August 2027 and asks little: any number of one authority, any balance."""

    class Meta:
        model = GroupRules

    edition = SubFactory(EditionFactory, ahead=True)
    wishes_open_at = datetime(2027, 6, 1, tzinfo=UTC)
    wishes_close_at = datetime(2027, 8, 1, tzinfo=UTC)
    most_per_body = 0
    least_share = 0


class GroupFactory(DjangoModelFactory):
    class Meta:
        model = WorkingGroup

    edition = SubFactory(EditionFactory, ahead=True)
    title_en = Sequence(lambda number: f"Group {number}")
    title_de = LazyAttribute(lambda group: group.title_en)
    title_ar = LazyAttribute(lambda group: group.title_en)
    capacity = 10
    spoken = ("en",)
    position = Sequence(lambda number: number)


class WishListFactory(DjangoModelFactory):
    class Meta:
        model = WishList

    participant = SubFactory(ParticipantFactory)
    changed_at = ASKED_AT


class PlanFactory(DjangoModelFactory):
    """Waits for the worker; ``ready`` has figures, ``published`` holds."""

    class Meta:
        model = GroupPlan

    class Params:
        ready = Trait(state=PlanState.READY, objective=0, bound=0.0, seconds=0.1, finished_at=ASKED_AT)
        published = Trait(
            state=PlanState.PUBLISHED,
            objective=0,
            bound=0.0,
            seconds=0.1,
            finished_at=ASKED_AT,
            published_at=ASKED_AT,
        )

    edition = SubFactory(EditionFactory, ahead=True)
    number = Sequence(lambda number: number + 1)
    stage = Stage.WAITING
    asked_at = ASKED_AT
    heard_of_at = ASKED_AT


class PlaceFactory(DjangoModelFactory):
    class Meta:
        model = GroupPlace

    plan = SubFactory(PlanFactory, published=True)
    participant = SubFactory(ParticipantFactory, edition=SelfAttribute("..plan.edition"))
    group = SubFactory(GroupFactory, edition=SelfAttribute("..plan.edition"))


def wish(participant, *groups, takes_part=True):
    """What somebody wishes, without asking the rules."""
    made = WishListFactory(participant=participant, takes_part=takes_part)
    Wish.objects.bulk_create(Wish(wish_list=made, group=group, rank=rank) for rank, group in enumerate(groups, 1))
    return made
