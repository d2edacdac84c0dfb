"""Addresses of this room, below the language prefix; Wagtail's pages come last."""

from django.urls import path, re_path
from wagtail.urls import serve_pattern
from wagtail.views import serve

urlpatterns = [
    path("", serve, {"path": ""}, name="home"),
    re_path(serve_pattern, serve, name="wagtail_serve"),
]
