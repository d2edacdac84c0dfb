"""Addresses of this part in the workspace, below ``workspace/meetings/``."""

from django.urls import path

from jisr.events.timetable import codes  # noqa: F401 - the kind of part that sessions have
from jisr.events.timetable.views import mine

app_name = "my_timetable"
urlpatterns = [
    path("<slug:slug>/my-programme/", mine.my_programme, name="programme"),
    path("<slug:slug>/my-programme/programme.pdf", mine.my_pdf, name="pdf"),
    path("<slug:slug>/my-programme/known/", mine.take_note, name="known"),
    path("<slug:slug>/my-programme/calendar/", mine.renew_feed, name="feed"),
    path("<slug:slug>/my-programme/calendar/stop/", mine.stop_feed, name="feed_stop"),
    path("<slug:slug>/my-programme/<session_code:code>/pick/", mine.pick_session, name="pick"),
    path("<slug:slug>/my-programme/<session_code:code>/drop/", mine.drop_session, name="drop"),
]
