"""Addresses of results that everybody reads, below those of meetings."""

from django.urls import path

from jisr.events.results.views.public import (
    opening_page,
    public_minutes,
    public_sheet,
    public_sheet_pdf,
    results_page,
)

app_name = "event_results"
urlpatterns = [
    path("<slug:slug>/results/", results_page, name="results"),
    path("<slug:slug>/results/opening/", opening_page, name="opening"),
    path("<slug:slug>/results/sheets/<uuid:public_id>/", public_sheet, name="sheet"),
    path("<slug:slug>/results/sheets/<uuid:public_id>/sheet.pdf", public_sheet_pdf, name="sheet_pdf"),
    path("<slug:slug>/results/minutes/<uuid:public_id>/", public_minutes, name="minutes"),
]
