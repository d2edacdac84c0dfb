"""Addresses of this part."""

from django.urls import path

from jisr.events.editions.views.desk import edition_desk

app_name = "meetings"
urlpatterns = [
    path("<slug:slug>/", edition_desk, name="edition"),
]
