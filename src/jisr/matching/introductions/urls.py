"""Addresses of introductions, all in the workspace."""

from django.urls import path

from jisr.matching.introductions.views.introduction import (
    introduction_answer,
    introduction_end,
    introduction_page,
)
from jisr.matching.introductions.views.mine import introduction_interest, my_introductions
from jisr.matching.introductions.views.office import introduction_office
from jisr.matching.introductions.views.room import (
    call_calendar,
    call_cancel,
    call_set,
    note_add,
    paper_add,
    step_agree,
    step_finish,
    visit_plan,
    visit_settle,
)

app_name = "introductions"
urlpatterns = [
    path("", my_introductions, name="mine"),
    path("office/", introduction_office, name="office"),
    path("interest/<slug:slug>/", introduction_interest, name="interest"),
    path("<uuid:public_id>/", introduction_page, name="introduction"),
    path("<uuid:public_id>/answer/", introduction_answer, name="answer"),
    path("<uuid:public_id>/end/<slug:name>/", introduction_end, name="end"),
    path("<uuid:public_id>/notes/", note_add, name="note"),
    path("<uuid:public_id>/call/", call_set, name="call"),
    path("<uuid:public_id>/call/cancel/", call_cancel, name="call_cancel"),
    path("<uuid:public_id>/call.ics", call_calendar, name="calendar"),
    path("<uuid:public_id>/visits/add/", visit_plan, name="visit"),
    path("<uuid:public_id>/visits/<uuid:visit_id>/<slug:name>/", visit_settle, name="visit_settle"),
    path("<uuid:public_id>/steps/add/", step_agree, name="step"),
    path("<uuid:public_id>/steps/<uuid:step_id>/done/", step_finish, name="step_done"),
    path("<uuid:public_id>/papers/add/", paper_add, name="paper"),
]
