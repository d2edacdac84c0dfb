"""Addresses of ties in the workspace."""

from django.urls import path

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

app_name = "ties"
urlpatterns = [
    path("", ties, name="ties"),
    path("silent/", silent, name="silent"),
    path("silent/rules/", contact_rules, name="rules"),
    path("<slug:slug>/", tie_page, name="tie"),
    path("<slug:slug>/step/<slug:name>/", tie_move, name="move"),
    path("<slug:slug>/publish/", tie_publish, name="publish"),
    path("<slug:slug>/contacts/", tie_contacts, name="contacts"),
    path("<slug:slug>/contacts/add/", tie_contact_edit, name="contacts_add"),
    path("<slug:slug>/contacts/<uuid:public_id>/", tie_contact_edit, name="contacts_edit"),
    path("<slug:slug>/contacts/<uuid:public_id>/note/", tie_contact_note, name="contacts_note"),
    path("<slug:slug>/contacts/<uuid:public_id>/end/", tie_contact_end, name="contacts_end"),
    path("<slug:slug>/months/", tie_months, name="months"),
]
