"""A person's own messages."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jisr.kernel.policy import may
from jisr.notifications import kinds, services
from jisr.notifications.forms import DeliveryForm
from jisr.notifications.models import Message, Preference
from jisr.notifications.policies import Can
from jisr.notifications.rendering import own_path
from jisr.notifications.states import Delivery
from jisr.web.listing import Choices, Filter, read_listing

READ_CHOICES = [("unread", gettext_lazy("unread")), ("read", gettext_lazy("read"))]
SORTS = {
    "unread": (gettext_lazy("Unread first"), ["is_read", "-created_at"]),
    "received": (gettext_lazy("Received"), ["-created_at"]),
}


def _narrow_read(rows: QuerySet[Message], value: str) -> QuerySet[Message]:
    return rows.filter(read_at__isnull=value == "unread")


def _kind_choices() -> Choices:
    return [(kind.name, kind.label) for kind in kinds.all_kinds()]


FILTERS = (
    Filter("read", gettext_lazy("Read or unread"), _narrow_read, lambda: READ_CHOICES),
    Filter("kind", gettext_lazy("Kind"), lambda rows, value: rows.filter(kind=value), _kind_choices),
)


@login_required
@never_cache
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    is_read = ExpressionWrapper(Q(read_at__isnull=False), output_field=BooleanField())
    own = Message.objects.inbox_of(request.user)
    rows = own.defer("text", "html", "body").annotate(is_read=is_read)
    listing = read_listing(request.GET, rows, filters=FILTERS, sorts=SORTS)
    return _show(request, "notifications/inbox.html", {"listing": listing, "unread_count": own.unread().count()})


@login_required
@never_cache
@require_safe
def message(request: HttpRequest, key: str) -> HttpResponse:
    """Show a message. Opening it is reading it, as in every mail program; it can be marked unread again."""
    shown = get_object_or_404(Message.objects.inbox_of(request.user), key=key)
    if request.method == "GET" and shown.read_at is None:
        services.mark_read([key], actor=request.user, at=timezone.now())
    own_url = own_path(shown.url, language=get_language() or shown.language)
    return render(request, "notifications/message.html", {"message": shown, "own_url": own_url})


@login_required
@never_cache
@require_POST
def mark(request: HttpRequest) -> HttpResponse:
    """Mark the chosen messages as read, or all."""
    now = timezone.now()
    if "all" in request.POST:
        count = services.mark_all_read(actor=request.user, at=now)
    else:
        count = services.mark_read(request.POST.getlist("key"), actor=request.user, at=now)
    told = ngettext("%(count)s message is marked as read.", "%(count)s messages are marked as read.", count)
    messages.success(request, told % {"count": count})
    return redirect("notifications:inbox")


@login_required
@never_cache
@require_POST
def unread(request: HttpRequest, key: str) -> HttpResponse:
    shown = get_object_or_404(Message.objects.inbox_of(request.user), key=key)
    services.mark_unread(shown.key, actor=request.user)
    return redirect("notifications:inbox")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        form = DeliveryForm(request.POST)
        if form.is_valid():
            services.choose_delivery(form.cleaned_data["delivery"], actor=request.user)
            messages.success(request, _("Your choice is saved."))
            return redirect("notifications:settings")
        return _show(request, "notifications/settings.html", {"form": form}, status=422)
    chosen = Preference.objects.filter(user=request.user).values_list("delivery", flat=True).first()
    form = DeliveryForm(initial={"delivery": chosen or Delivery.SINGLE})
    return _show(request, "notifications/settings.html", {"form": form})


def _show(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    context["may_see_undelivered"] = may(request.user, Can.SEND_AGAIN)
    return render(request, template, context, status=status)
