"""What agreements show on the page of a tie."""

from django.http import HttpRequest
from django.urls import reverse

from jisr.kernel.policy import may
from jisr.partnerships.models import Partnership
from jisr.partnerships.policies import CARRY_TIE
from jisr.web.panels import Panel


def of_tie(request: HttpRequest, tie: Partnership) -> Panel:
    agreements = list(tie.agreements.prefetch_related("parties"))
    for each in agreements:
        each.tie = tie
    add_url = reverse("ties:agreement_new", args=[tie.slug]) if may(request.user, CARRY_TIE, tie) else ""
    return Panel("partnerships/panel_agreements.html", {"agreements": agreements, "tie": tie, "add_url": add_url})
