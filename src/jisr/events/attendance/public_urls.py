"""The public addresses of this part: where a certificate is proved."""

from django.urls import path

from jisr.events.attendance.views.public import certificate_page, find_certificate

app_name = "certificates"
urlpatterns = [
    path("", find_certificate, name="find"),
    path("<slug:code>/", certificate_page, name="certificate"),
]
