"""Addresses of this part."""

from django.urls import URLPattern

app_name = "travel"
urlpatterns: list[URLPattern] = []
