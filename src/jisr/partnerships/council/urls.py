"""Addresses of council papers in the workspace."""

from django.urls import path

from jisr.partnerships.council.views.matters import (
    matter_detail,
    matter_page,
    matter_start,
    matter_withdraw,
    matters_of_tie,
)
from jisr.partnerships.council.views.outputs import (
    fact_sheet_pdf,
    paper_docx,
    paper_on_screen,
    paper_pdf,
    summary_pdf,
)
from jisr.partnerships.council.views.steps import step_add, step_edit, step_move, step_outcome, step_remove

app_name = "council"
urlpatterns = [
    path("of/<slug:slug>/", matters_of_tie, name="tie"),
    path("of/<slug:slug>/start/<slug:side>/", matter_start, name="start"),
    path("<uuid:public_id>/", matter_detail, name="matter"),
    path("<uuid:public_id>/page/<slug:page>/", matter_page, name="page"),
    path("<uuid:public_id>/withdraw/", matter_withdraw, name="withdraw"),
    path("<uuid:public_id>/meetings/add/", step_add, name="step_add"),
    path("<uuid:public_id>/meetings/<uuid:step_id>/", step_edit, name="step"),
    path("<uuid:public_id>/meetings/<uuid:step_id>/outcome/", step_outcome, name="outcome"),
    path("<uuid:public_id>/meetings/<uuid:step_id>/move/", step_move, name="step_move"),
    path("<uuid:public_id>/meetings/<uuid:step_id>/remove/", step_remove, name="step_remove"),
    path("<uuid:public_id>/paper/", paper_on_screen, name="paper"),
    path("<uuid:public_id>/paper.pdf", paper_pdf, name="paper_pdf"),
    path("<uuid:public_id>/paper.docx", paper_docx, name="paper_docx"),
    path("<uuid:public_id>/summary.pdf", summary_pdf, name="summary_pdf"),
    path("<uuid:public_id>/partner-<slug:language>.pdf", fact_sheet_pdf, name="fact_sheet"),
]
