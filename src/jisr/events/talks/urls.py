"""Addresses of 1:1 meetings: the office's below ``talks/``, a participant's own below ``my-talks/``."""

from django.urls import path, re_path

from jisr.events.talks.views import mine, office

SLUG = r"^(?P<slug>[-\w]+)/"
UUID = r"(?P<public_id>[0-9a-f-]{36})/"

app_name = "talks"
urlpatterns = [
    path("<slug:slug>/talks/", office.overview, name="office"),
    path("<slug:slug>/talks/setting/", office.setting_edit, name="setting"),
    path("<slug:slug>/talks/blocks/add/", office.block_add, name="block_add"),
    path("<slug:slug>/talks/blocks/<uuid:public_id>/", office.block_change, name="block"),
    path("<slug:slug>/talks/blocks/<uuid:public_id>/remove/", office.block_remove, name="block_remove"),
    path("<slug:slug>/talks/interpreters/add/", office.interpreter_add, name="interpreter_add"),
    re_path(
        SLUG + r"talks/interpreters/" + UUID + r"(?P<name>away|back)/$", office.interpreter_note, name="interpreter"
    ),
    path("<slug:slug>/talks/people/", office.people_office, name="people_office"),
    re_path(SLUG + r"talks/people/" + UUID + r"(?P<name>absent|there)/$", office.absence_note, name="absence"),
    path("<slug:slug>/talks/plans/start/", office.plan_start, name="plan_start"),
    path("<slug:slug>/talks/plans/<uuid:public_id>/", office.plan_page, name="plan"),
    path("<slug:slug>/talks/plans/<uuid:public_id>/publish/", office.plan_publish, name="plan_publish"),
    path("<slug:slug>/my-talks/", mine.mine, name="mine"),
    path("<slug:slug>/my-talks/profile/", mine.profile_edit, name="profile"),
    path("<slug:slug>/my-talks/profile/close/", mine.profile_close, name="profile_close"),
    path("<slug:slug>/my-talks/people/", mine.people, name="people"),
    path("<slug:slug>/my-talks/people/<uuid:public_id>/ask/", mine.request_make, name="ask"),
    re_path(
        SLUG + r"my-talks/requests/" + UUID + r"(?P<name>yes|no|back)/$", mine.request_answer, name="request_answer"
    ),
    path("<slug:slug>/my-talks/calendar.ics", mine.calendar, name="calendar"),
]
