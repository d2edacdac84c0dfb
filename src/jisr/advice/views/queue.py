"""The advisers' queue, noting a question, and the reader's own page of advice."""

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jisr.accounts.access import staff_required
from jisr.accounts.models import User
from jisr.advice.forms import NotedForm
from jisr.advice.models import Enquiry, NextStep, PeerConsent, PeerQuestion
from jisr.advice.policies import ADVISERS
from jisr.advice.services.enquiries import Asked, note_enquiry
from jisr.advice.services.telling import advisers
from jisr.advice.states import OPEN, State, Topic, Urgency
from jisr.municipalities.acting import memberships_of
from jisr.web.listing import Choices, Filter, Listing, read_listing
from jisr.web.open_form import new_key, new_stamp, read_stamp


def _in_state(rows: QuerySet[Enquiry], value: str) -> QuerySet[Enquiry]:
    if value == "all":
        return rows
    return rows.filter(state__in=OPEN) if value == "open" else rows.filter(state=value)


def _states() -> Choices:
    return [("open", gettext("new or in hand")), *State.choices, ("all", gettext("All states"))]


def _of_adviser(rows: QuerySet[Enquiry], value: str) -> QuerySet[Enquiry]:
    return rows.filter(adviser=None) if value == "none" else rows.filter(adviser=value)


def _adviser_choices() -> Choices:
    return [("none", _("nobody yet")), *((str(person.pk), str(person)) for person in advisers())]


def _by_words(rows: QuerySet[Enquiry], value: str) -> QuerySet[Enquiry]:
    found = Q(contact_name__icontains=value) | Q(email__icontains=value) | Q(body_name__icontains=value)
    return rows.filter(found | Q(reference__iexact=value) | Q(message__icontains=value))


FILTERS = (
    Filter("q", _("Words"), _by_words),
    Filter("state", _("State"), _in_state, _states),
    Filter("topic", _("Topic"), lambda rows, value: rows.filter(topic=value), lambda: Topic.choices),
    Filter("urgency", _("Urgency"), lambda rows, value: rows.filter(urgency=value), lambda: Urgency.choices),
    Filter("adviser", _("Adviser"), _of_adviser, _adviser_choices),
    Filter(
        "suspect",
        _("Advertising"),
        lambda rows, value: rows.filter(is_suspect=value == "yes"),
        lambda: [("no", _("real questions")), ("yes", _("looks like advertising"))],
    ),
)
SORTS = {
    "due": (_("Answer due by"), ["due_on"]),
    "received": (_("Received"), ["received_at"]),
    "topic": (_("Topic"), ["topic", "due_on"]),
    "state": (_("State"), ["state", "due_on"]),
}


def enquiry_listing(actor: User, parameters: QueryDict) -> Listing:
    """Without a filter: what waits for an answer, the nearest day first, without advertising."""
    asked = parameters.copy()
    asked.setdefault("state", "open")
    asked.setdefault("suspect", "no")
    return read_listing(asked, Enquiry.objects.visible_to(actor).for_lists(), filters=FILTERS, sorts=SORTS)


@staff_required(*ADVISERS)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    listing = enquiry_listing(request.user, request.GET)
    suspects = Enquiry.objects.open().filter(is_suspect=True).count()
    context = {"listing": listing, "suspects": suspects, "today": timezone.localdate()}
    return render(request, "advice/queue.html", context)


@staff_required(*ADVISERS)
@require_http_methods(["GET", "HEAD", "POST"])
def enquiry_note(request: HttpRequest) -> HttpResponse:
    """Note a question that came by telephone or in a meeting."""
    form = NotedForm(request.POST or None, initial={"language": request.user.preferred_language})
    if request.method == "POST" and form.is_valid():
        typed = dict(form.cleaned_data)
        channel, authority = typed.pop("channel"), typed.pop("authority")
        asked = Asked(**typed, form_key=read_stamp(request.POST.get("stamp", "")).key or new_key())
        enquiry = note_enquiry(asked, channel=channel, authority=authority, actor=request.user, at=timezone.now())
        return redirect(enquiry)
    stamp = request.POST.get("stamp") or new_stamp()
    context = {"form": form, "stamp": stamp}
    return render(request, "advice/enquiry_note.html", context, status=422 if form.is_bound else 200)


@never_cache
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """One's own questions, next steps and peers."""
    mine_only = Enquiry.objects.concerning(request.user).exclude(state=State.MERGED).for_lists()
    authorities = [row.authority for row in memberships_of(request) if row.authority is not None]
    consents = PeerConsent.objects.live().filter(authority__in=authorities).select_related("authority", "theme")
    questions = PeerQuestion.objects.filter(Q(asked_by=request.user) | Q(consent__authority__in=authorities))
    context = {
        "enquiries": mine_only.order_by("-received_at", "-pk")[:50],
        "steps": NextStep.objects.waiting_for(request.user).select_related("enquiry")[:50],
        "consents": consents.order_by("authority", "pk"),
        "questions": questions.select_related("consent__authority", "consent__theme", "asked_for")[:50],
        "authorities": authorities,
    }
    return render(request, "advice/mine.html", context)
