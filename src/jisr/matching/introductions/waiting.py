"""What introductions let wait for a person in the workspace."""

from django.utils.translation import gettext as _

from jisr.accounts.models import User
from jisr.matching.introductions.models import Introduction, IntroductionStep
from jisr.matching.introductions.policies import seat_of
from jisr.matching.introductions.states import BOTH, Answer
from jisr.municipalities.policies import coordinates
from jisr.web.waiting import Waiting

MOST = 20


def introductions_waiting(user: User) -> list[Waiting]:
    """Answers that an authority owes, and next steps of a side that the person speaks for."""
    return [*_answers(user), *_steps(user)]


def _answers(user: User) -> list[Waiting]:
    rows = Introduction.objects.to_answer(user).select_related("german", "palestinian")
    why = _("Say yes or no; both are fine. Contacts open only if both say yes.")
    found = []
    for row in rows.order_by("expires_on", "pk")[:MOST]:
        for side in BOTH:
            if row.answer_of(side) == Answer.PENDING and coordinates(user, row.authority_of(side)):
                names = {"own": row.authority_of(side).name, "other": row.other_than(side).name}
                title = _("Would %(own)s like to meet %(other)s?") % names
                found.append(Waiting(title, row.get_absolute_url(), row.expires_on, why))
    return found


def _steps(user: User) -> list[Waiting]:
    rows = IntroductionStep.objects.waiting_for(user)
    rows = rows.select_related("introduction__german", "introduction__palestinian")[:MOST]
    return [
        Waiting(
            row.text,
            row.introduction.get_absolute_url(),
            row.due_on,
            _("It was agreed in the introduction of %(german)s and %(palestinian)s.")
            % {"german": row.introduction.german.name, "palestinian": row.introduction.palestinian.name},
        )
        for row in rows
        if seat_of(user, row.introduction) is not None
    ]
