"""Addresses of this room."""

app_name = "events"
urlpatterns = []
