"""Addresses of this part in the workspace. Steps come first: no meeting is called ``follow-ups``."""

from django.urls import path

from jisr.events.results.views import decisions, follow_ups, minutes, office, sheets

app_name = "results"
urlpatterns = [
    path("follow-ups/", follow_ups.my_follow_ups, name="follow_ups"),
    path("follow-ups/<uuid:public_id>/", follow_ups.follow_up_page, name="follow_up"),
    path("follow-ups/<uuid:public_id>/edit/", follow_ups.follow_up_edit, name="follow_up_edit"),
    path("follow-ups/<uuid:public_id>/person/", follow_ups.follow_up_person, name="follow_up_person"),
    path("follow-ups/<uuid:public_id>/link/", follow_ups.follow_up_link, name="follow_up_link"),
    path("follow-ups/<uuid:public_id>/release/", follow_ups.follow_up_release, name="follow_up_release"),
    path("<slug:slug>/results/", office.overview, name="overview"),
    path("<slug:slug>/results/writing/", office.writing, name="writing"),
    path("<slug:slug>/results/takers/add/", office.taker_add, name="taker_add"),
    path("<slug:slug>/results/takers/<uuid:public_id>/remove/", office.taker_remove, name="taker_remove"),
    path("<slug:slug>/results/carry/", office.carry_over, name="carry"),
    path("<slug:slug>/results/follow-ups/", follow_ups.edition_follow_ups, name="edition_follow_ups"),
    path("<slug:slug>/results/follow-ups/add/", follow_ups.follow_up_add, name="follow_up_add"),
    path("<slug:slug>/results/decisions/", decisions.decision_list, name="decisions"),
    path("<slug:slug>/results/decisions/add/", decisions.decision_add, name="decision_add"),
    path("<slug:slug>/results/decisions/<uuid:public_id>/", decisions.decision_page, name="decision"),
    path("<slug:slug>/results/decisions/<uuid:public_id>/edit/", decisions.decision_edit, name="decision_edit"),
    path("<slug:slug>/results/minutes/begin/", minutes.minutes_begin, name="minutes_begin"),
    path("<slug:slug>/results/minutes/<uuid:public_id>/", minutes.minutes_page, name="minutes"),
    path("<slug:slug>/results/minutes/<uuid:public_id>/write/", minutes.minutes_write, name="minutes_write"),
    path("<slug:slug>/results/minutes/<uuid:public_id>/language/", minutes.minutes_language, name="minutes_language"),
    path("<slug:slug>/results/sheets/begin/", sheets.sheet_begin, name="sheet_begin"),
    path("<slug:slug>/results/sheets/<uuid:public_id>/", sheets.sheet_page, name="sheet"),
    path("<slug:slug>/results/sheets/<uuid:public_id>/write/", sheets.sheet_write, name="sheet_write"),
    path("<slug:slug>/results/sheets/<uuid:public_id>/sheet.pdf", sheets.sheet_pdf, name="sheet_pdf"),
    path(
        "<slug:slug>/results/sheets/<uuid:public_id>/translate/<slug:language>/",
        sheets.sheet_translate,
        name="sheet_translate",
    ),
    path("<slug:slug>/results/<slug:kind>/<uuid:public_id>/move/<slug:name>/", office.outcome_move, name="move"),
]
