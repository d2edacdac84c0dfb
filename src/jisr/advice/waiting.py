"""What advice lets wait for a person in the workspace."""

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jisr.accounts.models import User
from jisr.advice.models import Enquiry, NextStep, PeerQuestion
from jisr.advice.policies import advises
from jisr.advice.states import State
from jisr.web.waiting import Waiting

MOST = 20


def advice_waiting(user: User) -> list[Waiting]:
    """New enquiries and those in hand for advisers; next steps and questions of peers for everybody."""
    found = [*_queue(), *_in_hand(user)] if advises(user) else []
    return [*found, *_steps(user), *_questions(user)]


def _queue() -> list[Waiting]:
    rows = Enquiry.objects.unsuspected().filter(state=State.NEW)
    new = rows.aggregate(number=Count("pk"), first=Min("due_on"))
    if not new["number"]:
        return []
    number = new["number"]
    title = ngettext("Take %(number)s new enquiry in hand", "Take %(number)s new enquiries in hand", number)
    why = _("Nobody answers them yet. The day is the earliest one by which an answer is due.")
    return [Waiting(title % {"number": number}, reverse("advice:queue") + "?state=new", new["first"], why)]


def _in_hand(user: User) -> list[Waiting]:
    rows = Enquiry.objects.filter(state=State.IN_HAND, adviser=user).order_by("due_on", "pk")[:MOST]
    return [
        Waiting(
            _("Answer the enquiry %(reference)s") % {"reference": row.reference},
            row.get_absolute_url(),
            row.due_on,
            _("You have it in hand. Topic: %(topic)s.") % {"topic": row.get_topic_display()},
        )
        for row in rows
    ]


def _steps(user: User) -> list[Waiting]:
    rows = NextStep.objects.waiting_for(user).select_related("enquiry")[:MOST]
    why = _("You agreed on this step with the programme office.")
    return [Waiting(row.text, row.enquiry.get_absolute_url(), row.due_on, why) for row in rows]


def _questions(user: User) -> list[Waiting]:
    rows = PeerQuestion.objects.to_decide(user).select_related("consent__theme", "consent__authority")[:MOST]
    return [
        Waiting(
            _("A peer asks about %(theme)s") % {"theme": row.consent.theme.name},
            row.get_absolute_url(),
            None,
            _("%(body)s agreed to be asked. Say yes or no; both are fine.") % {"body": row.consent.authority.name},
        )
        for row in rows
    ]
