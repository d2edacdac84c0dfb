"""The signed-in home, and for whom one acts."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jisr.municipalities.acting import act_as, acting_membership, memberships_of
from jisr.web.waiting import waiting_for


@never_cache
@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    context = {
        "waiting": waiting_for(request.user),
        "today": timezone.localdate(),
        "acting": acting_membership(request),
        "memberships": memberships_of(request),
        "may_edit": request.user.has_perm("wagtailadmin.access_admin"),
    }
    return render(request, "workspace/home.html", context)


@never_cache
@login_required
@require_POST
def hat(request: HttpRequest) -> HttpResponse:
    """Act for one of those one may act for. A membership that ended meanwhile is not one of them."""
    if not act_as(request, request.POST.get("hat", "")):
        if not memberships_of(request):
            raise Http404
        messages.error(request, _("You do not act for this authority any more. Please choose another one."))
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return redirect(back)
    return redirect("workspace:home")
