"""Addresses of ties in the workspace."""

from django.urls import path

from jisr.partnerships.agreements.views.agreement import (
    agreement_discard,
    agreement_edit,
    agreement_new,
    agreement_notice,
    agreement_page,
    agreement_sign,
)
from jisr.partnerships.agreements.views.hub import tie_page, ties
from jisr.partnerships.agreements.views.status import tie_move, tie_publish
from jisr.partnerships.views.contacts import (
    contact_rules,
    silent,
    tie_contact_edit,
    tie_contact_end,
    tie_contact_note,
    tie_contacts,
    tie_months,
)
from jisr.partnerships.views.sides import tie_sides

app_name = "ties"
urlpatterns = [
    path("", ties, name="ties"),
    path("silent/", silent, name="silent"),
    path("silent/rules/", contact_rules, name="rules"),
    path("<slug:slug>/", tie_page, name="tie"),
    path("<slug:slug>/step/<slug:name>/", tie_move, name="move"),
    path("<slug:slug>/publish/", tie_publish, name="publish"),
    path("<slug:slug>/agreements/new/", agreement_new, name="agreement_new"),
    path("<slug:slug>/agreements/<uuid:public_id>/", agreement_page, name="agreement"),
    path("<slug:slug>/agreements/<uuid:public_id>/change/", agreement_edit, name="agreement_edit"),
    path("<slug:slug>/agreements/<uuid:public_id>/sign/<int:position>/", agreement_sign, name="agreement_sign"),
    path("<slug:slug>/agreements/<uuid:public_id>/notice/", agreement_notice, name="agreement_notice"),
    path("<slug:slug>/agreements/<uuid:public_id>/discard/", agreement_discard, name="agreement_discard"),
    path("<slug:slug>/contacts/", tie_contacts, name="contacts"),
    path("<slug:slug>/contacts/add/", tie_contact_edit, name="contacts_add"),
    path("<slug:slug>/contacts/<uuid:public_id>/", tie_contact_edit, name="contacts_edit"),
    path("<slug:slug>/contacts/<uuid:public_id>/note/", tie_contact_note, name="contacts_note"),
    path("<slug:slug>/contacts/<uuid:public_id>/end/", tie_contact_end, name="contacts_end"),
    path("<slug:slug>/sides/", tie_sides, name="sides"),
    path("<slug:slug>/months/", tie_months, name="months"),
]
