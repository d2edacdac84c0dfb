"""Addresses of programmes, below those of the office's pages about a meeting."""

from django.urls import path

from jisr.events.agenda.views import bad_days, contributions, mine, programme, publishing, session, signups, venues

app_name = "agenda"
urlpatterns = [
    path("<slug:slug>/programme/", programme.programme, name="programme"),
    path("<slug:slug>/programme/days/<str:on>/", programme.day, name="day"),
    path("<slug:slug>/programme/conflicts/", programme.conflicts, name="conflicts"),
    path("<slug:slug>/programme/rules/", venues.rules, name="rules"),
    path("<slug:slug>/programme/publish/", publishing.publish_page, name="publish"),
    path("<slug:slug>/programme/versions/", publishing.versions, name="versions"),
    path("<slug:slug>/programme/versions/<int:number>/", publishing.version, name="version"),
    path("<slug:slug>/programme/sessions/add/", session.session_add, name="session_add"),
    path("<slug:slug>/programme/sessions/<uuid:public_id>/", session.session_page, name="session"),
    path("<slug:slug>/programme/sessions/<uuid:public_id>/edit/", session.session_edit, name="session_edit"),
    path("<slug:slug>/programme/sessions/<uuid:public_id>/move/", session.session_move, name="session_move"),
    path(
        "<slug:slug>/programme/sessions/<uuid:public_id>/rows/<slug:name>/", session.session_rows, name="session_rows"
    ),
    path("<slug:slug>/programme/sessions/<uuid:public_id>/sign-ups/", signups.signups_page, name="signups"),
    path("<slug:slug>/programme/sessions/<uuid:public_id>/<slug:name>/", session.session_step, name="session_step"),
    path("<slug:slug>/sign-up/<uuid:public_id>/", signups.sign_up_page, name="sign_up"),
    path("<slug:slug>/programme/rooms/<uuid:public_id>/", bad_days.room_page, name="room"),
    path("<slug:slug>/programme/rooms/<uuid:public_id>/lost/", bad_days.room_lost, name="room_lost"),
    path("<slug:slug>/programme/rooms/<uuid:public_id>/move/", bad_days.room_move_all, name="room_move_all"),
    path("<slug:slug>/programme/rooms/<uuid:public_id>/found/", bad_days.room_found, name="room_found"),
    path("<slug:slug>/programme/interpreters/", bad_days.interpreters, name="interpreters"),
    path("<slug:slug>/programme/interpreters/<uuid:public_id>/", bad_days.interpreter, name="interpreter"),
    path("<slug:slug>/venues/", venues.venues, name="venues"),
    path("<slug:slug>/venues/add/", venues.venue_add, name="venue_add"),
    path("<slug:slug>/venues/use/", venues.venue_use, name="venue_use"),
    path("<slug:slug>/venues/<uuid:public_id>/", venues.venue_edit, name="venue"),
    path("<slug:slug>/venues/<uuid:public_id>/leave/", venues.venue_leave, name="venue_leave"),
    path("<slug:slug>/call/", contributions.call, name="call"),
    path("<slug:slug>/call/reviewers/", contributions.reviewer_invite, name="reviewer_invite"),
    path(
        "<slug:slug>/call/reviewers/<uuid:public_id>/dismiss/", contributions.reviewer_dismiss, name="reviewer_dismiss"
    ),
    path("<slug:slug>/contributions/", contributions.contributions, name="contributions"),
    path("<slug:slug>/contributions/<uuid:public_id>/", contributions.contribution, name="contribution"),
    path(
        "<slug:slug>/contributions/<uuid:public_id>/<slug:name>/",
        contributions.contribution_decide,
        name="contribution_decide",
    ),
    path("<slug:slug>/my-contributions/", mine.my_contributions, name="my_contributions"),
    path("<slug:slug>/my-contributions/add/", mine.contribution_add, name="contribution_add"),
    path("<slug:slug>/my-contributions/<uuid:public_id>/", mine.contribution_edit, name="contribution_edit"),
    path(
        "<slug:slug>/my-contributions/<uuid:public_id>/withdraw/",
        mine.contribution_withdraw,
        name="contribution_withdraw",
    ),
    path("<slug:slug>/my-appearances/", mine.appearances, name="appearances"),
    path("<slug:slug>/my-appearances/answer/", mine.appearance_answer, name="appearance_answer"),
]
