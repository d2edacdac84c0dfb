"""The programme office's view of mails: what could not be delivered, and how the queue stands."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from jisr.accounts.access import staff_required
from jisr.accounts.states import Role
from jisr.kernel.errors import DomainError
from jisr.notifications import services
from jisr.notifications.models import Message
from jisr.web.listing import read_listing

SORTS = {
    "created": (gettext_lazy("Written"), ["-created_at"]),
    "recipient": (gettext_lazy("To"), ["recipient__email"]),
    "kind": (gettext_lazy("Kind"), ["kind", "-created_at"]),
}


@staff_required(Role.ADMINISTRATOR, Role.ADVISER)
@require_safe
def undelivered(request: HttpRequest) -> HttpResponse:
    rows = Message.objects.resendable_by(request.user).select_related("recipient").defer("text", "html", "body")
    context = {
        "listing": read_listing(request.GET, rows, sorts=SORTS),
        "queue": Message.objects.standing(at=timezone.now()),
    }
    return render(request, "notifications/undelivered.html", context)


@staff_required(Role.ADMINISTRATOR, Role.ADVISER)
@require_POST
def send_again(request: HttpRequest, key: str) -> HttpResponse:
    message = get_object_or_404(Message.objects.resendable_by(request.user), key=key)
    try:
        services.send_again(message.key, actor=request.user, at=timezone.now())
    except Message.DoesNotExist:  # somebody else was faster: what was asked for is done
        messages.info(request, _("This mail is on its way again already."))
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The mail will be sent again."))
    return redirect("notifications:undelivered")
