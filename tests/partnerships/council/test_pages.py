"""The pages: what each reader sees, what a wrong entry keeps, and what never reaches the other side."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from jisr.partnerships.council.answers import read, read_step
from jisr.partnerships.council.models import CouncilMatter, CouncilStep
from jisr.partnerships.council.panels import of_tie
from jisr.partnerships.council.services import change_matter, note_outcome
from jisr.partnerships.council.states import BodyKind, Outcome, Side
from tests.factories.accounts import UserFactory
from tests.factories.council import CouncilCostFactory, CouncilMatterFactory, CouncilStepFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.partnerships import PartnershipFactory

pytestmark = pytest.mark.django_db
SECRETS = tuple(f"SECRET-{name}" for name in ("SUBJECT", "NOTE", "REASON", "MINUTES", "COST", "BODY"))
HELD = date(2026, 11, 20)


@pytest.fixture
def matter():
    """A paper full of what only its own side may see, with one meeting that was released."""
    made = CouncilMatterFactory(
        subject="SECRET-SUBJECT", department="SECRET-NOTE", benefit_own="SECRET-REASON", edited_at=timezone.now()
    )
    CouncilCostFactory(matter=made, label="SECRET-COST", amount_cents=733_100)
    CouncilStepFactory(
        matter=made, name="Culture committee", is_shared=True, outcome=Outcome.ADJOURNED, met_on=HELD,
        adjourned_reason="SECRET-REASON", note="SECRET-NOTE", minutes_reference="SECRET-MINUTES",
    )  # fmt: skip
    CouncilStepFactory(
        matter=made,
        name="SECRET-BODY",
        kind=BodyKind.COUNCIL,
        outcome=Outcome.ADOPTED,
        met_on=HELD,
        votes_yes=7331 % 1000,
    )
    return CouncilMatter.objects.with_tie().get(pk=made.pk)


@pytest.fixture
def clerk(client, matter):
    user = MembershipFactory(coordinator=True, authority=matter.authority).user
    client.force_login(user)
    return user


def page(matter, slug):
    return reverse("council:page", args=[matter.public_id, slug])


def typed(client, address, **changes):
    """The form as the page shows it, with what somebody types."""
    form = client.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields if not hasattr(form.fields[name], "columns")}
    shown = {name: "" if value is None else value for name, value in values.items()}
    return {name: value for name, value in (shown | changes).items() if value is not False}


def rows(name, *entries):
    return {f"{name}-{place}-{column}": text for place, row in enumerate(entries) for column, text in row.items()}


BUS = {"label": "Bus", "amount_cents": "1.200,50", "rhythm": "yearly"}


def test_the_partner_sees_released_days_and_words_and_nothing_else(client, matter):
    client.force_login(MembershipFactory(coordinator=True, authority=matter.partner).user)
    for address in (reverse("council:tie", args=[matter.tie.slug]), reverse("ties:tie", args=[matter.tie.slug])):
        text = client.get(address).text

        assert "Culture committee" in text, address
        assert "adjourned" in text
        assert "adopted" not in text
        assert [secret for secret in (*SECRETS, "731") if secret in text] == [], address
    for name in ("matter", "paper", "paper_pdf", "paper_docx", "summary_pdf"):
        assert client.get(reverse(f"council:{name}", args=[matter.public_id])).status_code == 404


def test_without_a_release_the_partner_learns_of_no_paper(client, matter):
    matter.steps.update(is_shared=False)
    client.force_login(MembershipFactory(confirmed=True, authority=matter.partner).user)

    text = client.get(reverse("council:tie", args=[matter.tie.slug])).text

    assert "Culture committee" not in text
    assert "No paper is before a council yet" in text


def test_own_readers_read_all_and_are_offered_no_change(client, matter):
    client.force_login(MembershipFactory(confirmed=True, role="reader", authority=matter.authority).user)

    text = client.get(matter.get_absolute_url()).text

    for told in ("SECRET-SUBJECT", "SECRET-NOTE", "SECRET-REASON", "SECRET-MINUTES", "SECRET-BODY"):
        assert told in text
    assert "Add a meeting" not in text
    assert "/page/" not in text


def test_the_panel_begins_papers_for_the_sides_one_may_write_for(rf):
    tie = PartnershipFactory()
    request = rf.get("/")
    seen = {}
    for label, actor in {
        "adviser": UserFactory(adviser=True),
        "german": MembershipFactory(coordinator=True, authority=tie.german).user,
        "reader": MembershipFactory(confirmed=True, authority=tie.german).user,
    }.items():
        request.user = actor
        seen[label] = [side for side, _authority in of_tie(request, tie).context["sides"]]

    assert seen == {"adviser": [Side.GERMAN, Side.PALESTINIAN], "german": [Side.GERMAN], "reader": []}


def test_beginning_leads_to_the_first_page_and_only_by_sending(client, matter, clerk):
    address = reverse("council:start", args=[matter.tie.slug, "german"])

    assert client.get(address).status_code == 405
    response = client.post(address)

    made = CouncilMatter.objects.exclude(pk=matter.pk).get()
    assert response.headers["Location"] == page(made, "head")
    assert client.post(reverse("council:start", args=[matter.tie.slug, "palestinian"])).status_code == 404
    assert client.post(reverse("council:start", args=[matter.tie.slug, "nobody"])).status_code == 404


def test_rows_of_costs_are_saved_and_shown_again(client, matter, clerk):
    address = page(matter, "cost")
    start = {"label": "Start", "amount_cents": "٥٠٠", "rhythm": "once"}

    response = client.post(
        address, typed(client, address, has_cost="yes", then="stay", **rows("costs", BUS, {}, start))
    )

    assert response.headers["Location"] == address
    assert list(matter.costs.values_list("label", "amount_cents", "rhythm")) == [
        ("Bus", 120_050, "yearly"),
        ("Start", 50_000, "once"),
    ]
    text = client.get(address).text
    assert 'value="1,200.50"' in text
    assert 'value="500"' in text
    assert text.count("-label") >= 5 * 2


def test_a_wrong_row_says_which_one_and_loses_nothing(client, matter, clerk):
    address = page(matter, "cost")
    bad = [{**BUS, "amount_cents": "viel"}, {"label": "", "amount_cents": "5", "rhythm": "once"}]

    response = client.post(address, typed(client, address, staff_hours="12", **rows("costs", *bad)))

    assert response.status_code == 422
    errors = response.context["form"].errors["costs"]
    assert [error.split(":")[0] for error in errors] == ["Row 1, Amount in euros", "Row 2, What for"]
    for kept in ('value="viel"', 'value="Bus"', 'value="12"', 'value="5"'):
        assert kept in response.text
    assert 'href="#id_costs_group"' in response.text
    assert matter.costs.get().label == "SECRET-COST"


@pytest.mark.parametrize(
    ("slug", "entries", "field"),
    [
        ("head", {"term_months": "24", "term_until": "2029-01-01"}, "term_months"),
        ("head", {"term_months": "0"}, "term_months"),
        ("head", {"subject": ""}, "subject"),
        ("head", {"drafted_on": "31.02.2026"}, "drafted_on"),
        ("cost", {"has_cost": "no", **rows("costs", BUS)}, "has_cost"),
        ("cost", {"staff_hours": "2001"}, "staff_hours"),
        ("begin", rows("sources", {"title": "x", "url": "javascript:alert(1)"}), "sources"),
        ("summary", {"summary_ar": "س" * 1201}, "summary_ar"),
    ],
)
def test_a_wrong_entry_is_told_at_its_field(client, matter, clerk, slug, entries, field):
    before = read(matter)

    response = client.post(page(matter, slug), typed(client, page(matter, slug), **entries))

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert read(CouncilMatter.objects.get(pk=matter.pk)) == before


def test_two_people_see_both_entries_and_choose(client, matter, clerk):
    address = page(matter, "risks")
    mine = typed(client, address, risks="mine", other_ties="also mine")
    change_matter(matter.pk, {"risks": "theirs"}, opened=read(matter), actor=clerk, at=timezone.now())

    response = client.post(address, mine)

    assert response.status_code == 422
    for text in ("theirs", ">\nmine</textarea>", ">\nalso mine</textarea>"):
        assert text in response.text
    again = mine | {name: response.context["form"][name].value() for name in ("opened", "before")}
    assert list(client.post(address, again).context["form"].errors) == ["keep_risks"]
    client.post(address, again | {"keep_risks": "mine"})
    matter.refresh_from_db()
    assert (matter.risks, matter.other_ties) == ("mine", "also mine")


def test_a_form_whose_seal_is_gone_saves_nothing_and_keeps_the_text(client, matter, clerk):
    response = client.post(page(matter, "risks"), {"risks": "typed", "opened": "forged"})

    assert response.status_code == 422
    assert "typed" in response.text
    matter.refresh_from_db()
    assert matter.risks == ""


def test_a_meeting_is_added_noted_and_comes_back(client, matter, clerk):
    add = reverse("council:step_add", args=[matter.public_id])
    client.post(add, {"name": "Council", "kind": "council", "planned_on": "2026-11-20", "note": "", "is_shared": "on"})
    step = CouncilStep.objects.get(name="Council")
    address = reverse("council:outcome", args=[matter.public_id, step.public_id])
    assert client.get(address).context["form"]["met_on"].value() == HELD

    entries = {"outcome": "adjourned", "adjourned_reason": "cost", "met_on": "2026-11-20", "next_on": "2026-12-18"}
    client.post(address, typed(client, address, **entries))

    step.refresh_from_db()
    assert (step.is_shared, step.adjourned_to.planned_on, step.adjourned_to.name) == (
        True,
        date(2026, 12, 18),
        "Council",
    )
    assert client.get(matter.get_absolute_url()).text.count("Council</bdi>") == 2


@pytest.mark.parametrize(
    ("entries", "field"),
    [
        ({"outcome": "adopted"}, "met_on"),
        ({"met_on": "2026-11-20"}, "outcome"),
        ({"outcome": "adopted", "met_on": "2999-01-01"}, "met_on"),
        ({"outcome": "adjourned", "met_on": "2026-11-20"}, "adjourned_reason"),
        ({"outcome": "noted", "met_on": "2026-11-20", "votes_no": "1"}, "votes_no"),
        ({"outcome": "adopted", "met_on": "2026-11-20", "votes_yes": "-1"}, "votes_yes"),
        ({"outcome": "adopted", "met_on": "2026-11-20", "next_on": "2026-12-01"}, "next_on"),
        ({"outcome": "adjourned", "met_on": "2026-11-20", "adjourned_reason": "x", "next_on": "2026-11-20"}, "next_on"),
    ],
)
def test_an_outcome_that_cannot_be_is_told_at_its_field(client, matter, clerk, entries, field):
    step = CouncilStepFactory(matter=matter)
    address = reverse("council:outcome", args=[matter.public_id, step.public_id])

    response = client.post(address, typed(client, address, **entries))

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    step.refresh_from_db()
    assert step.outcome == Outcome.PLANNED


def test_a_stale_tab_with_another_outcome_is_told(client, matter, clerk):
    step = CouncilStepFactory(matter=matter)
    address = reverse("council:outcome", args=[matter.public_id, step.public_id])
    mine = typed(client, address, outcome="rejected", met_on="2026-11-20")
    theirs = {"outcome": Outcome.ADOPTED, "met_on": HELD}
    note_outcome(step.pk, theirs, opened=read_step(step), actor=clerk, at=timezone.now())

    response = client.post(address, mine)

    assert response.status_code == 422
    assert "keep_outcome" in response.text
    step.refresh_from_db()
    assert step.outcome == Outcome.ADOPTED


def test_taking_out_and_moving_twice_is_harmless(client, matter, clerk):
    step = CouncilStepFactory(matter=matter)
    parts = [matter.public_id, step.public_id]
    for name in ("step_move", "step_remove", "step_remove"):
        assert client.post(reverse(f"council:{name}", args=parts), {"to": "earlier"}).status_code == 302

    assert not CouncilStep.objects.filter(pk=step.pk).exists()


def test_withdrawing_needs_a_reason_and_ends_the_work(client, matter, clerk):
    address = reverse("council:withdraw", args=[matter.public_id])
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "no majority"}).status_code == 302

    text = client.get(matter.get_absolute_url()).text
    assert "no majority" in text
    assert "Add a meeting" not in text


def test_files_have_plain_names_and_their_own_types(client, matter, clerk):
    for name, kind, start, file in (
        ("paper_pdf", "application/pdf", b"%PDF", "beschlussvorlage-{}.pdf"),
        (
            "paper_docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            b"PK",
            "beschlussvorlage-{}.docx",
        ),
        ("summary_pdf", "application/pdf", b"%PDF", "summary-ar-{}.pdf"),
    ):
        response = client.get(reverse(f"council:{name}", args=[matter.public_id]))
        assert (response.headers["Content-Type"], response.content[: len(start)]) == (kind, start)
        assert response.headers["Content-Disposition"] == f'attachment; filename="{file.format(matter.tie.slug)}"'
        assert "no-store" in response.headers["Cache-Control"]
    assert client.get(reverse("council:fact_sheet", args=[matter.public_id, "xx"])).status_code == 404


def test_the_paper_on_the_screen_is_german_whatever_the_page_is(client, matter, clerk):
    with override("ar"):
        text = client.get(reverse("council:paper", args=[matter.public_id])).text

    assert '<article class="prose" lang="de" dir="ltr">' in text
    assert "20. November 2026" in text
    assert "7.331,00" in text


@pytest.mark.parametrize("number", [1, 25])
def test_the_pages_ask_the_same_number_of_times_for_many_meetings(
    client, matter, clerk, number, django_assert_max_num_queries
):
    for _each in range(number):
        other = CouncilMatterFactory(tie=matter.tie)
        CouncilStepFactory.create_batch(2, matter=other)
        CouncilStepFactory(matter=matter)
    for address in (matter.get_absolute_url(), reverse("council:tie", args=[matter.tie.slug])):
        client.get(address)
        with django_assert_max_num_queries(12):
            client.get(address)
