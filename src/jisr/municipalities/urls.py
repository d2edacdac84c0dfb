"""Addresses of this room."""

app_name = "municipalities"
urlpatterns = []
