"""Addresses of this room."""

from django.urls import path

from jisr.web.views.style import style_page

app_name = "web"
urlpatterns = [path("", style_page, name="style")]
