"""Addresses of ties in the workspace."""

from django.urls import path

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
    path("silent/", silent, name="silent"),
    path("silent/rules/", contact_rules, name="rules"),
    path("<slug:slug>/contacts/", tie_contacts, name="contacts"),
    path("<slug:slug>/contacts/add/", tie_contact_edit, name="contacts_add"),
    path("<slug:slug>/contacts/<uuid:public_id>/", tie_contact_edit, name="contacts_edit"),
    path("<slug:slug>/contacts/<uuid:public_id>/note/", tie_contact_note, name="contacts_note"),
    path("<slug:slug>/contacts/<uuid:public_id>/end/", tie_contact_end, name="contacts_end"),
    path("<slug:slug>/months/", tie_months, name="months"),
]
