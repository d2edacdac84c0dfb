"""Addresses of this part."""

from django.urls import path

from jisr.events.registration.views.participation import my_meetings, participation_page

app_name = "registration"
MINE = "workspace/participations/"
ONE = f"{MINE}<uuid:public_id>/"
urlpatterns = [
    path(MINE, my_meetings, name="mine"),
    path(ONE, participation_page, name="participation"),
]
