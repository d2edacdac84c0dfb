"""What other rooms know of programmes: search, the panels of meetings and participations, memory of the web."""

import os
import subprocess
import sys
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django_tasks_db.models import DBTaskResult

from jisr.events.agenda.published import PublishedSpeaker
from jisr.events.editions.states import State
from jisr.events.models import Edition
from jisr.events.timetable import panels, search, services
from jisr.search.models import Entry
from jisr.search.services import rebuild
from jisr.web.panels import panels_for
from tests.architecture.tree import ROOT
from tests.events.timetable.building import PUBLISHED_AT, make_session, publish, replace
from tests.factories.events import ParticipantFactory
from tests.factories.municipalities import ThemeFactory

pytestmark = pytest.mark.django_db


def found(client, words, language="en"):
    return client.get(f"/{language}/search/", {"q": words}).text


def paths():
    return sorted(Entry.objects.filter(document__kind=search.SESSION, language="en").values_list("path", flat=True))


def test_published_sessions_are_found_in_each_language_by_title_speaker_and_theme(client, edition):
    ThemeFactory(slug="waste", name_en="Waste")
    session = make_session(
        title={"en": "Drinking water losses", "ar": "فاقد مياه الشرب"},
        speakers=(PublishedSpeaker(name="Mona Example", role="speaker"),),
        themes=("waste",),
    )
    publish(edition, session)
    rebuild(search.SESSION)
    path = f"/events/conf-6-2027/programme/{session.code}/"

    assert f"/en{path}" in found(client, "water losses")
    assert f"/en{path}" in found(client, "Mona Example")
    assert f"/en{path}" in found(client, "waste")
    assert f"/ar{path}" in found(client, "مياه الشرب", "ar")


def test_the_index_follows_each_version(edition):
    first, second = make_session(), make_session()
    publish(edition, first, second)
    search.reindex(edition.pk)
    assert paths() == sorted(f"/en/events/conf-6-2027/programme/{each.code}/" for each in (first, second))
    third = make_session()
    publish(edition, first, replace(second, is_cancelled=True), third)
    search.reindex(edition.pk)
    assert paths() == sorted(f"/en/events/conf-6-2027/programme/{each.code}/" for each in (first, third))

    edition.state = State.CANCELLED
    edition.save(update_fields=["state"])
    search.reindex(edition.pk)
    assert paths() == []


def test_publishing_and_steps_of_a_meeting_have_the_worker_index_it(edition):
    def asked():
        return [task.args_kwargs["args"] for task in DBTaskResult.objects.order_by("enqueued_at")]

    edition.save(update_fields=["state"])
    assert asked() == []
    publish(edition, make_session())
    assert asked() == [[edition.pk]]
    edition.save(update_fields=["state"])
    edition.save(update_fields=["title_en"])
    assert asked() == [[edition.pk], [edition.pk]]


def test_a_planned_meeting_is_not_found(edition):
    publish(edition, make_session())
    Edition.objects.update(state=State.PLANNED)

    rebuild(search.SESSION)

    assert paths() == []


def test_the_map_of_the_site_names_published_programmes_once(client, edition):
    assert "/programme/" not in client.get("/sitemap-programmes.xml").text
    for _each in range(2):
        publish(edition, make_session())

    text = client.get("/sitemap-programmes.xml").text
    assert text.count("/ar/events/conf-6-2027/programme/</loc>") == 1


def panel(subject, thing, user=None, path="/"):
    request = SimpleNamespace(user=user or AnonymousUser(), path=path)
    (found_panel,) = [
        each for each in panels_for(subject, request, thing) if each.template.startswith("events/timetable/")
    ]
    return render_to_string(found_panel.template, {"panel": found_panel.context})


def test_the_public_page_asks_once_about_programme_and_documentation(edition, talk, django_assert_num_queries):
    with django_assert_num_queries(1):
        found_panel = panels.of_edition(SimpleNamespace(user=AnonymousUser()), edition)

    assert (len(found_panel.context["days"]), found_panel.context["has_documentation"]) == (1, False)


def test_the_public_page_of_a_meeting_names_the_days_of_its_programme(edition):
    request = SimpleNamespace(user=AnonymousUser())
    own = "events/timetable/panel_edition.html"
    assert own not in [each.template for each in panels_for("edition", request, edition)]
    publish(edition, make_session(), make_session())

    text = panel("edition", edition)

    assert "Tuesday, 14 September 2027" in text
    assert "2 sessions" in text
    assert 'href="/en/events/conf-6-2027/programme/?day=2027-09-14"' in text


def test_a_participation_leads_its_own_person_to_their_programme_and_nobody_else(edition, talk):
    participant = ParticipantFactory(edition=edition)
    services.pick(edition, talk.code, actor=participant.user, at=PUBLISHED_AT)

    text = panel("participation", participant, participant.user)
    assert "You have chosen 1 session." in text
    assert "/en/workspace/meetings/conf-6-2027/my-programme/" in text
    for other in (ParticipantFactory().user, AnonymousUser()):
        request = SimpleNamespace(user=other)
        templates = [each.template for each in panels_for("participation", request, participant)]
        assert "events/timetable/panel_participation.html" not in templates


def test_a_web_process_carries_no_calendar_library(tmp_path):
    ask = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'jisr.config.settings';"
        "from jisr.config.wsgi import application;"
        "from django.urls import get_resolver; assert len(get_resolver().url_patterns) > 3;"
        "print(sorted({'icalendar', 'typst', 'numpy'} & set(sys.modules)))"
    )
    variables = {**os.environ, "JISR_ENV": "test", "VAR_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", ask], cwd=ROOT, env=variables, capture_output=True, text=True, check=False
    )

    assert done.stdout.strip() == "[]", done.stderr
