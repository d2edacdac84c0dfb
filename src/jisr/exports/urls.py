"""Addresses of this room."""

from django.urls import path

from jisr.exports.states import Format
from jisr.exports.views import export

app_name = "exports"
urlpatterns = [
    path("", export.export_list, name="exports"),
    path("<slug:name>.csv", export.list_as_file, {"kind": Format.CSV}, name="csv"),
    path("<slug:name>.xlsx", export.list_as_file, {"kind": Format.XLSX}, name="xlsx"),
    path("<slug:public_id>/", export.export_detail, name="export"),
    path("<slug:public_id>/file", export.export_file, name="file"),
]
