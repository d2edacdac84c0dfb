"""What is kept about people, for the office's data protection."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jisr.accounts import processing
from jisr.accounts.access import staff_required
from jisr.accounts.models import ErasureLog, RetentionLog
from jisr.accounts.states import Role

SHOWN = 20


@staff_required(Role.AUDIT)
def data_protection(request: HttpRequest) -> HttpResponse:
    context = {
        "tables": processing.tables(),
        "erasures": ErasureLog.objects.all()[:SHOWN],
        "runs": RetentionLog.objects.all()[:SHOWN],
    }
    return render(request, "accounts/data_protection.html", context)
