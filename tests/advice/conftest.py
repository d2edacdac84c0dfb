"""What tests of advice share."""

from datetime import date

import pytest

from jisr.advice.models import AnswerRule, Holiday
from jisr.web import open_form


@pytest.fixture
def stamp(monkeypatch):
    """A form that was shown long enough ago."""
    monkeypatch.setattr(open_form, "SHORTEST_SECONDS", -1)
    return open_form.new_stamp()


@pytest.fixture
def answer_times():
    for urgency, days in (("urgent", 2), ("normal", 5), ("low", 15)):
        AnswerRule.objects.create(valid_from=date(2026, 1, 1), urgency=urgency, working_days=days, source="test")
    Holiday.objects.create(day=date(2026, 12, 25), name_en="Christmas Day", source="test")
