"""What requests and offers let wait for a person in the workspace."""

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jisr.accounts.models import User
from jisr.matching.policies import matches_for_office
from jisr.matching.requests.models import PartnershipRequest
from jisr.matching.requests.states import State
from jisr.web.waiting import Waiting

MOST = 20


def requests_waiting(user: User) -> list[Waiting]:
    """Drafts to finish, questions to answer, a yearly confirmation; for the office what is to be done next."""
    mine = PartnershipRequest.objects.coordinated_by(user).filter(state__in=[State.DRAFT, State.STALE])
    rows = mine.select_related("authority").prefetch_related("questions").order_by("pk")[:MOST]
    return [*(_own(row) for row in rows), *(_office() if matches_for_office(user) else [])]


def _own(row: PartnershipRequest) -> Waiting:
    names = {"authority": row.authority.name}
    if row.state == State.STALE:
        title = _("Say whether the text of %(authority)s still holds") % names
        why = _("It was published a year ago, or its time has run out. Confirm or withdraw it.")
        return Waiting(title, row.case_url, None, why)
    if any(not question.answered_at for question in row.questions.all()):
        title = _("Answer the questions about the text of %(authority)s") % names
        return Waiting(title, row.case_url, None, _("The programme office needs your answer before it goes on."))
    title = _("Finish the text of %(authority)s") % names
    return Waiting(title, row.case_url, None, _("It is a draft. Nobody but you and the programme office sees it."))


def _office() -> list[Waiting]:
    counted = dict(PartnershipRequest.objects.in_office().order_by().values_list("state").annotate(number=Count("pk")))
    return [
        Waiting(_title(state, counted[state]), f"{reverse('requests:queue')}?state={state}", None, _WHY[state]())
        for state in (State.SUBMITTED, State.CHECKED, State.TRANSLATED)
        if counted.get(state)
    ]


_WHY = {
    State.SUBMITTED: lambda: _("Authorities have submitted their texts and wait for your answer."),
    State.CHECKED: lambda: _("They are checked; their translations are missing."),
    State.TRANSLATED: lambda: _("They are translated and can be published."),
}


def _title(state: State, number: int) -> str:
    if state == State.SUBMITTED:
        text = ngettext("Check %(number)s request or offer", "Check %(number)s requests and offers", number)
    elif state == State.CHECKED:
        text = ngettext("Translate %(number)s request or offer", "Translate %(number)s requests and offers", number)
    else:
        text = ngettext("Publish %(number)s request or offer", "Publish %(number)s requests and offers", number)
    return text % {"number": number}
