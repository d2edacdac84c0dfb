"""Addresses of imports."""

from django.urls import path

from jisr.municipalities.imports import views

import_paths = [
    path("workspace/imports/", views.import_list, name="imports"),
    path("workspace/imports/new/", views.import_upload, name="import_upload"),
    path("workspace/imports/<uuid:public_id>/", views.import_detail, name="import"),
    path("workspace/imports/<uuid:public_id>/columns/", views.import_columns, name="import_columns"),
    path("workspace/imports/<uuid:public_id>/check/", views.import_check, name="import_check"),
    path("workspace/imports/<uuid:public_id>/apply/", views.import_apply, name="import_apply"),
    path("workspace/imports/<uuid:public_id>/go-on/", views.import_go_on, name="import_go_on"),
    path("workspace/imports/<uuid:public_id>/drop/", views.import_drop, name="import_drop"),
]
