"""Addresses of this room."""

from django.urls import path

from jisr.workspace.views import hat, home

app_name = "workspace"
urlpatterns = [
    path("", home, name="home"),
    path("hat/", hat, name="hat"),
]
