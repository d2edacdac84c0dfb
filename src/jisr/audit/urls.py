"""Addresses of this room."""

from django.urls import path

from jisr.audit.views import trail

app_name = "audit"
urlpatterns = [
    path("", trail.trail, name="trail"),
    path("proofs/", trail.proofs, name="proofs"),
    path("proofs/new", trail.prove, name="prove"),
    path("<str:subject_type>/<str:subject_key>/", trail.history, name="history"),
]
