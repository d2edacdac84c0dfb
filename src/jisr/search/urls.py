"""Addresses of this room."""

from django.urls import path

from jisr.search.views import search

app_name = "search"
urlpatterns = [
    path("", search, name="search"),
]
