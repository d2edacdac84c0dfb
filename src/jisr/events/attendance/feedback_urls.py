"""Where somebody without an account answers the questions after a meeting, by a link of their own."""

from django.urls import path

from jisr.events.attendance.views.answering import answer

app_name = "feedback_link"
urlpatterns = [path("<str:token>/", answer, name="answer")]
