"""Addresses of this room, below ``workspace/messages/``."""

from django.urls import path

from jisr.notifications.views import desk, inbox

app_name = "notifications"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("read/", inbox.mark, name="mark"),
    path("settings/", inbox.settings, name="settings"),
    path("undelivered/", desk.undelivered, name="undelivered"),
    path("undelivered/<slug:key>/send-again/", desk.send_again, name="send_again"),
    path("<slug:key>/", inbox.message, name="message"),
    path("<slug:key>/unread/", inbox.unread, name="unread"),
]
