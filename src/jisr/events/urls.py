"""Addresses of this room."""

from django.urls import path

from jisr.events.views.edition import edition_detail, edition_list

app_name = "events"
urlpatterns = [
    path("", edition_list, name="editions"),
    path("<slug:slug>/", edition_detail, name="edition"),
]
