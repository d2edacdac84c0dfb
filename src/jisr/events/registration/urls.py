"""Addresses of this part."""

from django.urls import path

from jisr.events.registration.views import (
    changing,
    correcting,
    delegation,
    door,
    form,
    mails,
    office,
    participation,
    places,
)

app_name = "registration"
MINE = "workspace/participations/"
ONE = f"{MINE}<uuid:public_id>/"
DESK = "workspace/meetings/<slug:slug>/"
PUBLIC = "events/<slug:slug>/register/"
urlpatterns = [
    path(PUBLIC, door.door, name="door"),
    path(f"{PUBLIC}<slug:name>/", door.step, name="step"),
    path(MINE, participation.my_meetings, name="mine"),
    path(ONE, participation.participation_page, name="participation"),
    path(f"{ONE}accept/", changing.accept, name="accept"),
    path(f"{ONE}answers/", changing.answers, name="answers"),
    path(f"{ONE}correct/", correcting.correct, name="correct"),
    path(f"{ONE}withdraw/", changing.withdraw, name="withdraw"),
    path(f"{ONE}replace/", changing.replace, name="replace"),
    path(f"{ONE}release/", changing.release, name="release"),
    path(f"{ONE}claim/", changing.claim, name="claim"),
    path(f"{DESK}my-delegation/", delegation.my_delegation, name="delegation"),
    path(f"{DESK}my-delegation/withdraw/", delegation.my_delegation_withdraw, name="delegation_withdraw"),
    path(f"{DESK}participants/", office.participants, name="list"),
    path(f"{DESK}participants/answers/", office.answers, name="answer_figures"),
    path(f"{DESK}participants/decide/", office.decide_about, name="decide"),
    path(f"{DESK}participants/add/", office.add, name="add"),
    path(f"{DESK}participants/<uuid:public_id>/first/", office.put_first, name="first"),
    path(f"{DESK}participants/places/", places.places_page, name="places"),
    path(f"{DESK}participants/places/body/", places.body_places, name="body_places"),
    path(f"{DESK}participants/kinds/add/", places.kind_page, name="kind_add"),
    path(f"{DESK}participants/kinds/<int:pk>/", places.kind_page, name="kind"),
    path(f"{DESK}participants/kinds/<int:pk>/remove/", places.kind_remove, name="kind_remove"),
    path(f"{DESK}participants/kinds/<int:pk>/invite/", places.invite_page, name="invite"),
    path(f"{DESK}participants/mails/", mails.mails_page, name="mails"),
    path(f"{DESK}participants/mails/<slug:step>/", mails.mail_page, name="mail"),
    path(f"{DESK}participants/form/", form.form_page, name="form"),
    path(f"{DESK}participants/form/add/", form.question_add, name="question_add"),
    path(f"{DESK}participants/form/<uuid:public_id>/", form.question_change, name="question"),
    path(f"{DESK}participants/form/<uuid:public_id>/<slug:name>/", form.question_do, name="question_do"),
]
