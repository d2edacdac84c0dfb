"""Where anybody who holds a certificate on paper proves it, without an account.

The page says whether it holds, of which meeting, and how much was attended. It names nobody, not even by initials: at a
small meeting two letters are a name. Who holds the paper knows the name, types it and learns whether it fits. A code of
100 bits is not found by trying; wrong codes and names are counted for each network all the same.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from jisr.events.attendance.certificates import is_holder
from jisr.events.attendance.codes import CERTIFICATE_LENGTH, read_code
from jisr.events.attendance.forms import FindForm, NameForm
from jisr.events.attendance.models import Certificate
from jisr.events.attendance.papers import days_of, summary_of
from jisr.events.attendance.states import CertificateState
from jisr.web.open_form import came_from_elsewhere, is_too_large, is_too_often

NOT_FOUND, TOO_OFTEN, FORBIDDEN, TOO_LARGE = 404, 429, 403, 413


@never_cache
@require_safe
def find_certificate(request: HttpRequest) -> HttpResponse:
    """Type the code of a paper. The form sends it in the address, as the code to scan does."""
    typed = request.GET.get("code", "")
    if typed:
        code = read_code(typed)
        if len(code) == CERTIFICATE_LENGTH:
            return redirect("certificates:certificate", code)
    form = FindForm(request.GET if "code" in request.GET else None)
    if typed and form.is_valid():
        form.add_error("code", _("The code of a certificate has 20 letters and digits."))
    return render(request, "events/attendance/certificate_find.html", {"form": form})


@never_cache
@csrf_exempt  # it changes nothing, and readers without an account get no cookie
@require_http_methods(["GET", "HEAD", "POST"])
def certificate_page(request: HttpRequest, code: str) -> HttpResponse:
    certificate = Certificate.objects.filter(code=read_code(code)).select_related("replaced_by").first()
    if certificate is None:
        return _unknown(request)
    context = {
        "certificate": certificate,
        "is_valid": certificate.state == CertificateState.ISSUED,
        "days": days_of(certificate.facts),
        "attended": summary_of(certificate.facts),
        "form": NameForm(),
    }
    if request.method != "POST":
        return render(request, "events/attendance/certificate.html", context)
    if is_too_large(request) or came_from_elsewhere(request):
        return HttpResponse(status=TOO_LARGE if is_too_large(request) else FORBIDDEN)
    if is_too_often(request, "certificate"):
        return _too_often(request)
    form = context["form"] = NameForm(request.POST)
    if form.is_valid():
        context |= {"was_asked": True, "fits": is_holder(certificate, form.cleaned_data["name"])}
    return render(request, "events/attendance/certificate.html", context, status=422 if form.errors else 200)


def _unknown(request: HttpRequest) -> HttpResponse:
    """The same for a code that never was and for one that is no code. Who tries many is stopped for an hour."""
    if is_too_often(request, "certificate"):
        return _too_often(request)
    context = {"form": FindForm(), "is_unknown": True}
    return render(request, "events/attendance/certificate_find.html", context, status=NOT_FOUND)


def _too_often(request: HttpRequest) -> HttpResponse:
    context = {"form": FindForm(), "is_too_often": True}
    return render(request, "events/attendance/certificate_find.html", context, status=TOO_OFTEN)
