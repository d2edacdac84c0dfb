"""Items are seen by exactly those whose travel the rule lets them see."""

import pytest

from jisr.audit.services import SYSTEM
from jisr.events.travel.models import TravelItem
from jisr.events.travel.policies import READ_TRAVEL
from jisr.events.travel.services import start_checklist
from jisr.kernel.policy import may
from tests import policy_twins

pytestmark = pytest.mark.django_db


def test_rule_and_query_agree_for_every_reader(trip):
    for participant in (trip.participant, trip.german):
        start_checklist(participant.public_id, actor=SYSTEM)
    actors = policy_twins.readers(trip.town) | {"own": trip.layla, "other": trip.german.user}

    for label, actor in actors.items():
        seen = set(TravelItem.objects.visible_to(actor).values_list("pk", flat=True))
        for item in TravelItem.objects.select_related("participant__authority"):
            assert (item.pk in seen) == may(actor, READ_TRAVEL, item.participant), f"{label}, {item}"
