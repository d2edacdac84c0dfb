"""Addresses of this part."""

from django.urls import URLPattern

app_name = "agenda"
urlpatterns: list[URLPattern] = []
