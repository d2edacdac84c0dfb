"""The plan of 1:1 meetings as a file: days are those of the meeting's own clock."""

from datetime import UTC, date, datetime

from jisr.events.models import Edition, Participant, Talk, TalkProfile, TalkRequest
from jisr.events.talks import exports


def test_a_meeting_after_midnight_is_on_the_day_that_the_clock_there_shows():
    edition = Edition(zone="Asia/Hebron", mode="onsite")
    asking = TalkProfile(participant=Participant(edition=edition))
    talk = Talk(request=TalkRequest(asking=asking), starts_at=datetime(2027, 9, 13, 22, 30, tzinfo=UTC))

    read = {column.key: column.value for column in exports.COLUMNS}

    assert read["day"](talk) == date(2027, 9, 14)
    assert read["hours"](talk) == "01:30 (Hebron)"
