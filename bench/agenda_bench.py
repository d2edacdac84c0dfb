"""How fast a programme of 2,000 sessions is checked, all made up: the pure module alone, no database.

``python -m bench.agenda_bench``
"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from statistics import median
from time import process_time

from bench.figures import Figure, at_most, only

SESSIONS, ROOMS, PEOPLE, INTERPRETERS, TALKS = 2000, 60, 1500, 40, 3000
DAYS, CHECK_S = 4, 1
FIRST = datetime(2027, 9, 13, 6, tzinfo=UTC)


def main() -> None:
    for figure in measure():
        print(figure.line(), flush=True)


def measure() -> Iterator[Figure]:
    from jisr.events.agenda.conflicts import find

    slots, setting = made_up()
    taken, found = [], []
    for _time in range(5):
        start = process_time()
        found = find(slots, setting)
        taken.append(process_time() - start)
    yield at_most("checking a programme of 2,000 sessions, processor time", median(taken), "s", CHECK_S)
    yield only("conflicts told", len(found), "conflicts")


def made_up() -> tuple[list, object]:
    from jisr.events.agenda.conflicts import Channel, Commitment, Setting, Slot, Voice

    chance = random.Random(27)

    def moment() -> datetime:
        return FIRST + timedelta(minutes=chance.randrange(0, DAYS * 24 * 60, 15))

    def slot(key: int) -> Slot:
        start = moment()
        return Slot(
            key=key,
            starts_at=start,
            ends_at=start + timedelta(minutes=45),
            room=chance.randrange(ROOMS),
            venue=chance.randrange(6),
            capacity=40,
            need=chance.randrange(50),
            languages=("de",),
            voices=tuple(Voice(chance.randrange(PEOPLE), frozenset({"de"})) for _each in range(3)),
            channels=(Channel("de", "ar", PEOPLE + chance.randrange(INTERPRETERS)),),
        )

    talks = [
        Commitment(chance.randrange(PEOPLE), start, start + timedelta(minutes=20), f"Talk {number}")
        for number in range(TALKS)
        if (start := moment())
    ]
    span = (FIRST, FIRST + timedelta(days=DAYS))
    return [slot(key) for key in range(SESSIONS)], Setting(commitments=talks, walk_minutes=15, span=span)


if __name__ == "__main__":
    main()
