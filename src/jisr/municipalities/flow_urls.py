"""Addresses of what the office does in several steps: merging, succession, proposals, contacts."""

from django.urls import path

from jisr.municipalities.views.contacts import (
    authority_contact_edit,
    authority_contact_end,
    authority_contact_note,
    authority_contacts,
)
from jisr.municipalities.views.merging import (
    duplicates,
    merge,
    merge_choose,
    merge_choose_organisation,
    merge_organisation,
)
from jisr.municipalities.views.proposals import proposal, proposal_list, propose
from jisr.municipalities.views.succession import (
    succession,
    succession_check,
    succession_done,
    succession_holdings,
    succession_which,
    succession_who,
)

flows = [
    path("workspace/merge/", duplicates, name="duplicates"),
    path(
        "workspace/merge/organisations/<uuid:public_id>/", merge_choose_organisation, name="merge_choose_organisation"
    ),
    path("workspace/merge/organisations/<uuid:public_id>/<uuid:other>/", merge_organisation, name="merge_organisation"),
    path("workspace/merge/<slug:slug>/", merge_choose, name="merge_choose"),
    path("workspace/merge/<slug:slug>/<slug:other>/", merge, name="merge"),
    path("workspace/succession/<slug:slug>/", succession, name="succession"),
    path("workspace/succession/<slug:slug>/who/", succession_who, name="succession_who"),
    path("workspace/succession/<slug:slug>/which/", succession_which, name="succession_which"),
    path("workspace/succession/<slug:slug>/holdings/", succession_holdings, name="succession_holdings"),
    path("workspace/succession/<slug:slug>/check/", succession_check, name="succession_check"),
    path("workspace/succession/<slug:slug>/done/", succession_done, name="succession_done"),
    path("workspace/proposals/", proposal_list, name="proposals"),
    path("workspace/proposals/<uuid:public_id>/", proposal, name="proposal"),
    path("workspace/proposals/new/<slug:slug>/", propose, name="propose"),
    path("workspace/contacts/<slug:slug>/", authority_contacts, name="contacts"),
    path("workspace/contacts/<slug:slug>/add/", authority_contact_edit, name="contacts_add"),
    path("workspace/contacts/<slug:slug>/<uuid:public_id>/", authority_contact_edit, name="contacts_edit"),
    path("workspace/contacts/<slug:slug>/<uuid:public_id>/note/", authority_contact_note, name="contacts_note"),
    path("workspace/contacts/<slug:slug>/<uuid:public_id>/end/", authority_contact_end, name="contacts_end"),
]
