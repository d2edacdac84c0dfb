"""Joint projects in the browser: writing page by page, two people at one page, what readers see, the list."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from jisr.exports import tables
from jisr.partnerships.models import JointProject, ProjectTyping
from jisr.partnerships.projects.outline import PAGES
from jisr.partnerships.projects.states import State
from jisr.web.waiting import waiting_for
from tests.factories.accounts import UserFactory
from tests.factories.memberships import OrganisationFactory
from tests.factories.municipalities import ThemeFactory
from tests.factories.partnerships import PartnershipFactory
from tests.factories.projects import JointProjectFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'


def page(project, slug):
    return f"/en/workspace/projects/{project.public_id}/page/{slug}/"


def fresh(project):
    return JointProject.objects.get(pk=project.pk)


def test_a_coordinator_begins_with_a_title_and_goes_on_writing(tie, people, browse):
    browser = browse(people.palestinian)
    key = browser.get("/ar/workspace/projects/start/xanten-surif/").context["form"].initial["form_key"]
    typed = {"title": "نفايات أقل", "original_language": "ar", "form_key": key}

    answers = [browser.post("/ar/workspace/projects/start/xanten-surif/", typed) for _click in "12"]

    project = JointProject.objects.get()
    assert {answer.headers["Location"] for answer in answers} == {
        f"/ar/workspace/projects/{project.public_id}/page/idea/"
    }
    assert (project.title_ar, project.original_language, project.edited_by) == ("نفايات أقل", "ar", people.palestinian)


@pytest.mark.parametrize(("typed", "status"), [({}, 422), ({"title": "x"}, 422)])
def test_a_start_without_title_or_language_is_told_at_the_field(tie, people, browse, typed, status):
    response = browse(people.german).post("/en/workspace/projects/start/xanten-surif/", {**typed, "form_key": "k"})

    assert response.status_code == status
    assert JointProject.objects.count() == 0


@pytest.mark.parametrize("slug", [each.slug for each in PAGES])
def test_each_page_opens_and_saves_what_it_shows_unchanged(complete, people, browse, slug):
    before = fresh(complete).stamps
    browser = browse(people.german)
    form = browser.get(page(complete, slug)).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    typed = {name: value for name, value in shown.items() if value is not None}

    assert browser.post(page(complete, slug), typed).status_code == 302
    assert fresh(complete).stamps == before


def test_a_page_leads_to_the_next_to_itself_or_to_the_overview(project, people, browse):
    browser = browse(people.german)
    after = {
        then: browser.post(page(project, "need"), {"need": "x", "seen_need": "1" if then else "0", "then": then})
        for then in ("", "stay", "overview")
    }

    assert {then: answer.headers["Location"].rstrip("/").rpartition("/")[2] for then, answer in after.items()} == {
        "": "plan",
        "stay": "need",
        "overview": str(project.public_id),
    }


def test_lines_are_kept_in_their_order_and_go_when_they_are_emptied(project, people, browse):
    browser = browse(people.german)
    lines = {"steps_1_text": "Visit", "steps_1_from_on": "2027-03", "steps_1_to_on": "4.2027", "steps_3_text": "Report"}
    browser.post(page(project, "plan"), lines)
    assert [(row.text, row.from_on, row.to_on) for row in project.steps.all()] == [
        ("Visit", date(2027, 3, 1), date(2027, 4, 1)),
        ("Report", None, None),
    ]

    browser.post(page(project, "plan"), {"steps_1_text": "", "steps_2_text": "Report", "seen_steps": "1"})

    assert [row.text for row in project.steps.all()] == ["Report"]


@pytest.mark.parametrize(
    ("slug", "typed", "field"),
    [
        ("idea", {"original_language": "de", "title_en": "x"}, "title_de"),
        ("plan", {"steps_1_from_on": "2027-13", "steps_1_text": "x"}, "steps_1_from_on"),
        ("plan", {"steps_1_from_on": "2027-03", "steps_1_to_on": "2027-02", "steps_1_text": "x"}, "steps_1_to_on"),
        ("plan", {"steps_1_who": "Works yard"}, "steps_1_text"),
        ("partners", {"partners_2_role": "Helps"}, "partners_2_organisation"),
        ("results", {"results_1_text": "x", "results_1_outcome_on": "2027-01-01"}, "results_1_outcome"),
        ("need", {"sdip_url": "javascript:alert(1)"}, "sdip_url"),
        ("money", {"start_on": "2027-03-01", "end_on": "2027-02-01"}, "end_on"),
        ("money", {"estimated_cost_cents": "much"}, "estimated_cost_cents"),
        ("money", {"estimated_cost_cents": "10", "own_means_cents": "11"}, "own_means_cents"),
        ("money", {"money_1_kind": "cost", "money_1_text": "Trip"}, "money_1_amount_cents"),
        (
            "money",
            {
                "estimated_cost_cents": "10",
                "money_1_kind": "cost",
                "money_1_text": "Trip",
                "money_1_amount_cents": "11",
            },
            "estimated_cost_cents",
        ),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_typed_is_lost(project, people, browse, slug, typed, field):
    response = browse(people.german).post(page(project, slug), typed)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert all(response.context["form"][name].value() == value for name, value in typed.items())
    assert fresh(project).stamps == {}


def test_at_most_five_themes(project, people, browse):
    slugs = [ThemeFactory().slug for _number in range(6)]
    browser = browse(people.german)

    assert browser.post(page(project, "themes"), {"themes": slugs}).status_code == 422
    assert browser.post(page(project, "themes"), {"themes": slugs[:5]}).status_code == 302
    assert fresh(project).themes.count() == 5


def test_lines_of_the_estimate_add_up_to_a_total_that_was_left_out(project, people, browse):
    line = {"kind": "cost", "text": "Travel", "amount_cents": "1.200,50"}
    typed = {f"money_{place}_{column}": value for place in (1, 2) for column, value in line.items()}

    browse(people.german).post(page(project, "money"), typed)

    assert fresh(project).estimated_cost_cents == 240_100


def test_an_organisation_that_is_known_here_takes_part(project, people, browse):
    organisation = OrganisationFactory()

    browse(people.german).post(page(project, "partners"), {"partners_1_organisation": str(organisation.public_id)})

    assert [row.organisation for row in project.partners.all()] == [organisation]


def test_of_two_people_on_one_page_each_field_is_told_apart(project, people, browse):
    browse(people.german).post(page(project, "need"), {"need": "ours", "sdip_period": "2023"})

    response = browse(people.palestinian).post(page(project, "need"), {"need": "theirs", "sdip_project": "7"})

    assert response.status_code == 409
    assert response.context["conflicts"] == [("What is needed", "theirs", "ours"), ("Period of the plan", "", "2023")]
    assert response.context["form"]["need"].value() == "theirs"
    assert (fresh(project).need, fresh(project).sdip_project) == ("ours", "7")
    seen = response.context["seen"]
    again = {"need": "both", "sdip_period": "2023", "sdip_project": "7"}
    again |= {f"seen_{name}": stamp for name, stamp in seen.items()}
    assert browse(people.palestinian).post(page(project, "need"), again).status_code == 302
    assert fresh(project).need == "both"


def test_what_is_typed_is_kept_for_its_author_alone_until_it_is_saved(project, people, browse):
    mine, theirs = browse(people.german), browse(people.palestinian)
    kept = mine.post(page(project, "need"), {"need": "half a sent", "seen_need": "0"}, headers={"X-Autosave": "1"})

    assert kept.json() == {"message": "Kept for you. Others see it once you save."}
    assert fresh(project).need == ""
    assert theirs.get(page(project, "need")).context["form"]["need"].value() == ""
    assert mine.get(page(project, "need")).context["form"]["need"].value() == "half a sent"

    mine.post(page(project, "need"), {"need": "half a sentence", "seen_need": "0"})

    assert (fresh(project).need, ProjectTyping.objects.count()) == ("half a sentence", 0)


def test_kept_typing_can_be_thrown_away_and_does_not_win_over_a_newer_text(project, people, browse):
    mine, theirs = browse(people.german), browse(people.palestinian)
    mine.post(page(project, "need"), {"need": "mine", "seen_need": "0"}, headers={"X-Autosave": "1"})
    theirs.post(page(project, "need"), {"need": "theirs", "seen_need": "0"})
    opened = mine.get(page(project, "need"))
    assert opened.context["seen"]["need"] == 0
    assert mine.post(page(project, "need"), {"need": "mine", "seen_need": "0"}).status_code == 409

    mine.post(f"{page(project, 'need')}discard/")

    assert mine.get(page(project, "need")).context["form"]["need"].value() == "theirs"


def test_typing_that_nobody_came_back_for_is_forgotten_after_90_days(project, people):
    from jisr.partnerships.projects.personal import expire  # noqa: PLC0415

    for days, person in ((89, people.german), (91, people.palestinian)):
        typed_at = NOW - timedelta(days=days)
        ProjectTyping.objects.create(project=project, page="need", person=person, typed="x", typed_at=typed_at)

    assert expire(NOW) == 1
    assert ProjectTyping.objects.get().person == people.german


@pytest.mark.parametrize("who", ["reader", "auditor"])
def test_members_and_the_office_read_but_do_not_write(complete, people, browse, who):
    browser = browse(getattr(people, who))
    shown = browser.get(f"/en/workspace/projects/{complete.public_id}/")

    assert shown.status_code == 200
    assert "Waste is burnt in the open" in shown.text
    assert shown.context["forward"] == []
    for address in (page(complete, "need"), f"/en/workspace/projects/{complete.public_id}/step/drop/"):
        assert [browser.get(address).status_code, browser.post(address, {"need": "x"}).status_code] == [404, 404]
    assert browser.post(f"{page(complete, 'need')}discard/").status_code == 404
    assert browser.get("/en/workspace/projects/start/xanten-surif/").status_code == 404


@pytest.mark.parametrize("who", ["peer", "asking", "outsider"])
def test_an_idea_stays_private_even_for_other_partners_of_one_side(complete, people, browse, who):
    browser = browse(getattr(people, who))

    assert browser.get(f"/en/workspace/projects/{complete.public_id}/").status_code == 404
    assert complete.title_en not in browser.get("/en/workspace/projects/").text
    assert complete.title_en not in browser.get("/en/workspace/").text


def test_missing_answers_are_named_with_links_to_their_fields(project, people, browse):
    shown = browse(people.german).get(f"/en/workspace/projects/{project.public_id}/step/develop/")

    assert f'href="{page(project, "themes")}#id_themes"' in shown.text
    assert f'href="{page(project, "idea")}#id_summary_en"' in shown.text


def test_a_step_is_taken_once_by_two_clicks(complete, people, browse):
    browser = browse(people.german)
    address = f"/en/workspace/projects/{complete.public_id}/step/develop/"

    assert [browser.post(address, {}).status_code for _click in "12"] == [302, 422]
    assert (fresh(complete).state, complete.moves.count()) == (State.CONCEPT, 1)


def test_the_form_of_a_project_that_was_settled_meanwhile_keeps_what_was_typed(project, people, browse):
    JointProject.objects.filter(pk=project.pk).update(state=State.DROPPED)

    response = browse(people.german).post(page(project, "need"), {"need": "still here", "seen_need": "0"})

    assert response.status_code == 422
    assert "still here" in response.text
    assert browse(people.german).get(page(project, "need")).status_code == 302


def test_hostile_text_stays_text(project, people, browse):
    browser = browse(people.german)
    browser.post(page(project, "need"), {"need": HOSTILE})
    browser.post(page(project, "plan"), {"steps_1_text": HOSTILE})

    assert "<script>alert" not in browser.get(f"/en/workspace/projects/{project.public_id}/").text
    assert "<script>alert" not in browser.get(page(project, "plan")).text


def test_the_list_is_narrowed_by_state_theme_tie_and_name(complete, people, browse):
    other = JointProjectFactory(title_en="Something else", state=State.READY)
    browser = browse(people.adviser)

    def found(query):
        return {row.pk for row in browser.get(f"/en/workspace/projects/?{query}").context["listing"].page}

    assert found("") == {complete.pk, other.pk}
    assert found("state=ready") == {other.pk}
    assert found(f"theme={complete.themes.get().slug}") == {complete.pk}
    assert found(f"tie={complete.tie.slug}") == {complete.pk}
    assert found("lead=palestinian") == {complete.pk}
    assert found("q=something") == {other.pk}


def test_fifty_projects_take_as_many_queries_as_one(people, browse, django_assert_max_num_queries):
    for _number in range(30):
        JointProjectFactory()
    browser = browse(people.adviser)
    browser.get("/en/workspace/projects/")

    with django_assert_max_num_queries(12):
        assert len(browser.get("/en/workspace/projects/").context["listing"].page) == 25


def test_the_file_holds_what_the_list_shows(complete, people, browse):
    answer = browse(people.adviser).get("/en/workspace/exports/joint-projects.csv?state=idea")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()

    assert len(lines) == 2
    assert ";50000;5000;" in lines[1].replace(",", ";")
    assert browse(people.german).get("/en/workspace/exports/joint-projects.csv").status_code in (403, 404)
    assert [column.key for column in tables.find("joint-projects").columns][:4] == [
        *("title", "german", "palestinian", "state"),
    ]


def test_a_near_start_and_a_due_result_wait_for_both_coordinators(complete, people):
    today = timezone.localdate()
    complete.start_on = today + timedelta(days=30)
    complete.save()
    titles = {who: [entry.title for entry in waiting_for(getattr(people, who))] for who in ("german", "palestinian")}
    assert all(any("Bring the joint project" in title for title in found) for found in titles.values())

    complete.state = State.RUNNING
    complete.save()
    complete.results.update(due_on=today - timedelta(days=1))
    (entry,) = [entry for entry in waiting_for(people.german) if "Less burnt" in entry.title]
    assert (entry.until, entry.url) == (today - timedelta(days=1), complete.get_absolute_url())

    complete.results.update(outcome="12 tonnes a month")
    assert not [entry for entry in waiting_for(people.german) if "Less burnt" in entry.title]


@pytest.mark.parametrize("who", ["reader", "peer", "outsider"])
def test_nothing_of_a_project_waits_for_others(complete, people, who):
    JointProject.objects.update(start_on=timezone.localdate())

    assert not [entry for entry in waiting_for(getattr(people, who)) if complete.title_en in str(entry.title)]


def test_the_page_of_a_tie_shows_its_projects(complete, people, browse):
    other = JointProjectFactory(tie=PartnershipFactory(german=complete.tie.german), title_en="Of another tie")

    shown = browse(people.german).get("/en/workspace/ties/xanten-surif/").text

    assert complete.title_en in shown
    assert other.title_en not in shown


def test_an_erased_person_leaves_the_project_without_their_name(complete, people, browse):
    from jisr.partnerships.projects.personal import own_data, take_out  # noqa: PLC0415

    person = UserFactory()
    complete.edited_by = person
    complete.save()
    ProjectTyping.objects.create(project=complete, page="need", person=person, typed="x", typed_at=NOW)

    assert [row["unsaved"] for row in own_data(person).rows] == ["x"]
    assert take_out(person) == 2
    assert (fresh(complete).edited_by, ProjectTyping.objects.count()) == (None, 0)
