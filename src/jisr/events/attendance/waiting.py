"""What attendance lets wait for a person in the workspace."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jisr.accounts.models import User
from jisr.events.attendance.certificates import entitled
from jisr.events.attendance.feedback import has_answered
from jisr.events.attendance.models import CheckInPerson, FeedbackForm
from jisr.events.attendance.states import Problem, QuestionKind
from jisr.events.editions.models import Edition
from jisr.events.editions.policies import runs_events
from jisr.events.editions.states import State
from jisr.events.registration.models import Participant
from jisr.web.waiting import Waiting

MOST = 10
MOST_HELD = 3  # who is due is asked of each meeting, so only of the last ones


def attendance_waiting(user: User) -> list[Waiting]:
    """Feedback that a person owes, meetings at which they check in, and what the events team has to settle."""
    found = [*_feedback(user), *_helping(user)]
    if runs_events(user):
        found += [*_problems(), *_certificates(), *_words()]
    return found


def _feedback(user: User) -> list[Waiting]:
    forms = FeedbackForm.objects.open_at(timezone.now())
    rows = Participant.objects.coming().filter(user=user, edition__feedback_form__in=forms)
    why = _("Your answers help to plan the next meeting.")
    return [
        Waiting(
            _("Give feedback on %(meeting)s") % {"meeting": row.edition.title},
            reverse("attendance:my_feedback", args=[row.edition.slug]),
            timezone.localdate(row.edition.feedback_form.closes_at),
            why,
        )
        for row in rows.select_related("edition__feedback_form")[:MOST]
        if not has_answered(row.edition.feedback_form, row)
    ]


def _helping(user: User) -> list[Waiting]:
    rows = CheckInPerson.objects.filter(user=user, edition__state__in=[State.CLOSED, State.RUNNING])
    why = _("You were named to check people in. Open the page before you are without a line.")
    return [
        Waiting(
            _("Check people in at %(meeting)s") % {"meeting": row.edition.title},
            reverse("attendance:check_in", args=[row.edition.slug]),
            row.edition.start_on,
            why,
        )
        for row in rows.select_related("edition")[:MOST]
    ]


def _problems() -> list[Waiting]:
    odd = Q(check_ins__settled_at__isnull=True) & ~Q(check_ins__problem=Problem.NONE)
    rows = Edition.objects.annotate(odd=Count("check_ins", filter=odd & Q(check_ins__isnull=False))).filter(odd__gt=0)
    return [
        Waiting(
            _("Check-ins to settle: %(meeting)s") % {"meeting": row.title},
            reverse("attendance:problems", args=[row.slug]),
            None,
            _("Check-ins contradict each other or name nobody. What you decide counts for certificates."),
        )
        for row in rows.order_by("pk")[:MOST]
    ]


def _certificates() -> list[Waiting]:
    rows = Edition.objects.filter(state=State.HELD, check_ins__isnull=False).distinct()
    return [
        Waiting(
            _("Issue certificates: %(meeting)s") % {"meeting": row.title},
            reverse("attendance:certificates", args=[row.slug]),
            None,
            _("The meeting was held, and some attended enough of it."),
        )
        for row in rows.order_by("-end_on", "pk")[:MOST_HELD]
        if entitled(row)
    ]


def _words() -> list[Waiting]:
    unread = Q(
        questions__kind=QuestionKind.TEXT,
        questions__answers__is_released__isnull=True,
        questions__answers__isnull=False,
    )
    forms = FeedbackForm.objects.annotate(unread=Count("questions__answers", filter=unread)).filter(unread__gt=0)
    return [
        Waiting(
            _("Read words of feedback: %(meeting)s") % {"meeting": row.edition.title},
            reverse("attendance:words", args=[row.edition.slug]),
            None,
            _("Others of the office read them once you release them."),
        )
        for row in forms.select_related("edition").order_by("pk")[:MOST]
    ]
