"""Addresses of this part in the workspace, below ``workspace/meetings/``."""

from django.urls import path

from jisr.events.timetable import codes  # noqa: F401 - the kind of part that sessions have
from jisr.events.timetable.views import consents, desk, mine

app_name = "my_timetable"
urlpatterns = [
    path("<slug:slug>/my-programme/", mine.my_programme, name="programme"),
    path("<slug:slug>/my-programme/programme.pdf", mine.my_pdf, name="pdf"),
    path("<slug:slug>/my-programme/known/", mine.take_note, name="known"),
    path("<slug:slug>/my-programme/calendar/", mine.renew_feed, name="feed"),
    path("<slug:slug>/my-programme/calendar/stop/", mine.stop_feed, name="feed_stop"),
    path("<slug:slug>/my-programme/<session_code:code>/pick/", mine.pick_session, name="pick"),
    path("<slug:slug>/my-programme/<session_code:code>/drop/", mine.drop_session, name="drop"),
    path("<slug:slug>/my-consents/", consents.my_consents, name="consents"),
    path("<slug:slug>/my-consents/photos/<uuid:public_id>/yes/", consents.photo_agree, name="photo_yes"),
    path("<slug:slug>/my-consents/photos/<uuid:public_id>/no/", consents.photo_refuse, name="photo_no"),
    path("<slug:slug>/my-consents/<session_code:code>/", consents.talk_allow, name="talk"),
    path("<slug:slug>/documentation/", desk.desk, name="desk"),
    path("<slug:slug>/documentation/photos/add/", desk.photo_add, name="desk_photo_add"),
    path("<slug:slug>/documentation/photos/<uuid:public_id>/", desk.photo_edit, name="desk_photo"),
    path("<slug:slug>/documentation/photos/<uuid:public_id>/remove/", desk.photo_remove, name="desk_photo_remove"),
    path("<slug:slug>/documentation/photos/<uuid:public_id>/people/", desk.person_add, name="desk_person_add"),
    path(
        "<slug:slug>/documentation/photos/<uuid:public_id>/people/<uuid:person_id>/remove/",
        desk.person_remove,
        name="desk_person_remove",
    ),
    path("<slug:slug>/documentation/files/add/", desk.file_add, name="desk_file_add"),
    path("<slug:slug>/documentation/files/<uuid:public_id>/", desk.file_edit, name="desk_file"),
    path("<slug:slug>/documentation/files/<uuid:public_id>/remove/", desk.file_remove, name="desk_file_remove"),
    path("<slug:slug>/documentation/<session_code:code>/<int:place>/", desk.allowance_note, name="desk_allowance"),
]
