"""Addresses of this part."""

from django.urls import path

from jisr.events.editions.views.costs import edition_costs
from jisr.events.editions.views.desk import edition_desk
from jisr.events.editions.views.facts import edition_edit, edition_new, edition_next
from jisr.events.editions.views.inviting import edition_invite, invitation_round, invitations_send_on
from jisr.events.editions.views.office import edition_office, series_edit, series_list, series_new
from jisr.events.editions.views.steps import edition_step

app_name = "meetings"
urlpatterns = [
    path("", edition_office, name="office"),
    path("new/", edition_new, name="new"),
    path("series/", series_list, name="series"),
    path("series/new/", series_new, name="series_new"),
    path("series/<slug:slug>/", series_edit, name="series_edit"),
    path("<slug:slug>/", edition_desk, name="edition"),
    path("<slug:slug>/edit/", edition_edit, name="edit"),
    path("<slug:slug>/next/", edition_next, name="next"),
    path("<slug:slug>/steps/<slug:name>/", edition_step, name="step"),
    path("<slug:slug>/costs/", edition_costs, name="costs"),
    path("<slug:slug>/invite/", edition_invite, name="invite"),
    path("<slug:slug>/invitations/<uuid:public_id>/", invitation_round, name="invitations"),
    path("<slug:slug>/invitations/<uuid:public_id>/send-on/", invitations_send_on, name="send_on"),
]
