"""Addresses of this part."""

from django.urls import URLPattern

app_name = "timetable"
urlpatterns: list[URLPattern] = []
