"""Public addresses of this part, below ``events/``."""

from django.urls import path

from jisr.events.timetable import codes  # noqa: F401 - the kind of part that sessions have
from jisr.events.timetable.views import documentation, feed, files, programme

app_name = "timetable"
urlpatterns = [
    path("calendars/<slug:token>.ics", feed.feed, name="feed"),
    path("<slug:slug>/programme/", programme.programme_page, name="programme"),
    path("<slug:slug>/programme/changes/", programme.changes_page, name="changes"),
    path("<slug:slug>/programme/calendar.ics", files.programme_calendar, name="calendar"),
    path("<slug:slug>/programme/calendar.xml", files.programme_xcal, name="xcal"),
    path("<slug:slug>/programme/schedule.xml", files.schedule_xml, name="schedule_xml"),
    path("<slug:slug>/programme/schedule.json", files.schedule_json, name="schedule_json"),
    path("<slug:slug>/programme/programme.pdf", files.programme_pdf, name="pdf"),
    path("<slug:slug>/programme/<session_code:code>/", programme.session_page, name="session"),
    path("<slug:slug>/programme/<session_code:code>.ics", files.session_calendar, name="session_calendar"),
    path("<slug:slug>/documentation/", documentation.documentation_page, name="documentation"),
    path("<slug:slug>/documentation/photos/<uuid:public_id>/<slug:size>/", documentation.photo_image, name="photo"),
    path("<slug:slug>/documentation/files/<uuid:public_id>/", documentation.documentation_file, name="file"),
]
