"""Addresses of this room, below the language prefix; Wagtail's pages come last."""

from django.urls import path, re_path
from wagtail.urls import serve_pattern

from jisr.content.tree import FEEDBACK_PATH
from jisr.content.views.feedback import feedback, feedback_received
from jisr.content.views.page import serve

urlpatterns = [
    path("", serve, {"path": ""}, name="home"),
    path(FEEDBACK_PATH, feedback, name="feedback"),
    path(f"{FEEDBACK_PATH}<slug:reference>/", feedback_received, name="feedback_received"),
    re_path(serve_pattern, serve, name="wagtail_serve"),
]
