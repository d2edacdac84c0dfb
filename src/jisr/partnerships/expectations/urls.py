"""Addresses of expectations; all of them lie in the workspace."""

from django.urls import path

from jisr.partnerships.expectations.views.table import expectation_table
from jisr.partnerships.expectations.views.tie import evidence_add, evidence_remove, promise_edit, tie_expectations

app_name = "expectations"
urlpatterns = [
    path("", expectation_table, name="table"),
    path("events/<uuid:public_id>/remove/", evidence_remove, name="evidence_remove"),
    path("<slug:slug>/", tie_expectations, name="tie"),
    path("<slug:slug>/<slug:side>/<slug:kind>/promise/", promise_edit, name="promise"),
    path("<slug:slug>/<slug:side>/<slug:kind>/event/", evidence_add, name="evidence_add"),
]
