"""Addresses of this room."""

from django.urls import path

from jisr.documents.views.pages import document_add, document_detail, document_renew
from jisr.documents.views.serving import document_file

app_name = "documents"
urlpatterns = [
    path("new/<str:token>/", document_add, name="add"),
    path("<slug:public_id>/", document_detail, name="document"),
    path("<slug:public_id>/renew/", document_renew, name="renew"),
    path("<slug:public_id>/<int:number>/", document_file, name="file"),
]
