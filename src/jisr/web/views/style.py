"""The living style page: every component of the house with what it takes, on samples that are not real data."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from jisr.kernel.dates import PartialDate
from jisr.web.charts import lying_bars, standing_bars
from jisr.web.icons import ICONS
from jisr.web.listing import AskedFilter, Listing, SortLink

COLOURS = [
    "ink", "ground", "soft", "muted", "line", "strong", "action", "pressed", "visited",
    "info", "info-ground", "good", "good-ground", "waiting", "waiting-ground", "bad", "bad-ground",
]  # fmt: skip
SIZES = [(1, 16), (2, 18), (3, 21), (4, 26), (5, 32), (6, 40)]
SPACES = [(1, 4), (2, 8), (3, 16), (4, 24), (5, 32), (6, 40), (7, 48), (8, 64), (9, 96)]
TONES = ["neutral", "info", "good", "waiting", "bad"]
SAMPLE_ADDRESS = "https://www.example.org/"


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=gettext_lazy("Name of your municipality"), max_length=120)
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("We write to this address when there is an answer."),
    )
    phone = forms.CharField(label=gettext_lazy("Phone number"), required=False)
    theme = forms.ChoiceField(
        label=gettext_lazy("Theme"),
        choices=[
            ("water", gettext_lazy("Water supply")),
            ("waste", gettext_lazy("Waste")),
            ("youth", gettext_lazy("Youth")),
        ],
    )
    side = forms.ChoiceField(
        label=gettext_lazy("Which side do you come from?"),
        widget=forms.RadioSelect,
        choices=[("de", gettext_lazy("A German municipality")), ("ps", gettext_lazy("A Palestinian municipality"))],
    )
    wishes = forms.MultipleChoiceField(
        label=gettext_lazy("What would help you?"),
        help_text=gettext_lazy("You may choose several."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("advice", gettext_lazy("Advice")),
            ("partner", gettext_lazy("A partner")),
            ("money", gettext_lazy("Money")),
        ],
    )
    message = forms.CharField(label=gettext_lazy("Your message"), widget=forms.Textarea(attrs={"rows": 4}))
    agreed = forms.BooleanField(label=gettext_lazy("I have read how my data are used."))


@require_safe
def style_page(request: HttpRequest) -> HttpResponse:
    """Show the house to those who build in it, and to those who check it."""
    return render(request, "style/page.html", _foundations() | _samples())


def _foundations() -> dict[str, Any]:
    return {"colours": COLOURS, "sizes": SIZES, "spaces": SPACES, "tones": TONES, "icons": ICONS}


def _samples() -> dict[str, Any]:
    return {
        "crumbs": [(_("Partnerships"), "#breadcrumb"), (_("All partnerships"), "#breadcrumb")],
        "german": _side("Musterstadt", _("North Rhine-Westphalia")),
        "palestinian": _side(_("Sample town"), _("Bethlehem")),
        "milestones": _milestones(),
        "page": Paginator(range(60), 20).page(2),
        "query": QueryDict("theme=water"),
        "listing": _listing(),
        "sources": [f"{SAMPLE_ADDRESS}a", "https://rathaus.example/partner"],
        "rows": [
            (_("Sample town"), _("Partnership"), 2017, 34_000, "good", _("active")),
            (_("Second town"), _("Project partnership"), 2021, 112_500, "waiting", _("paused")),
            (_("Third town"), _("Contact"), 2025, 8_900, "info", _("in initiation")),
        ],
        "lying": lying_bars([(_("Water supply"), 9, ""), (_("Youth"), 6, ""), (_("Waste"), 4, "")]),
        "standing": standing_bars([(str(year), year * 7 % 5, "") for year in range(2005, 2027)]),
        "empty_form": SampleForm(auto_id="empty_%s"),
        "wrong_form": SampleForm({"name": "", "email": "rathaus@", "theme": "water"}, auto_id="wrong_%s"),
    }


def _side(name: str, region: str) -> SimpleNamespace:
    return SimpleNamespace(name=name, region=SimpleNamespace(name=region), get_absolute_url="#pair")


def _listing() -> Listing:
    return Listing(
        page=Paginator(range(60), 20).page(2),
        filters=[
            AskedFilter("theme", _("Theme"), "water", [("water", _("Water supply"), True)], is_text=False),
            AskedFilter("place", _("Place"), "", [], is_text=True),
        ],
        sorts={"place": SortLink("place", _("Place"), "ascending"), "since": SortLink("since", _("Since"))},
        sort="place",
        query=QueryDict("theme=water"),
        unknown=[],
    )


def _milestones() -> list[SimpleNamespace]:
    told = [
        (PartialDate.parse("2016"), _("first contact"), _("Two engineers met at a conference on water losses.")),
        (PartialDate.parse("2017-12"), _("council"), _("Both councils voted for a partnership.")),
        (PartialDate(date(2018, 5, 14)), _("agreement"), _("The mayors signed the agreement.")),
        (None, _("project"), _("The first joint project began.")),
    ]
    return [
        SimpleNamespace(happened=when, get_kind_display=kind, text=text, source_url=SAMPLE_ADDRESS)
        for when, kind, text in told
    ]
