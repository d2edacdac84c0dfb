"""Addresses of requests and offers: public ones, and those in the workspace."""

from django.urls import path

from jisr.matching.requests.views.case import request_case, request_move, request_withdraw_consent
from jisr.matching.requests.views.drafting import (
    my_requests,
    request_answer,
    request_check,
    request_language,
    request_start,
    request_step,
)
from jisr.matching.requests.views.office import request_ask_back, request_queue, request_translate
from jisr.matching.requests.views.public import request_detail, request_list, request_map, request_sheet

app_name = "requests"
urlpatterns = [
    path("requests/", request_list, name="requests"),
    path("requests/map/", request_map, name="map"),
    path("requests/<slug:slug>/", request_detail, name="request"),
    path("requests/<slug:slug>/sheet.pdf", request_sheet, name="sheet"),
    path("workspace/requests/", my_requests, name="mine"),
    path("workspace/requests/office/", request_queue, name="queue"),
    path("workspace/requests/start/<slug:slug>/", request_start, name="start"),
    path("workspace/requests/<uuid:public_id>/", request_case, name="case"),
    path("workspace/requests/<uuid:public_id>/page/<slug:step>/", request_step, name="step"),
    path("workspace/requests/<uuid:public_id>/answer/<int:number>/", request_answer, name="answer"),
    path("workspace/requests/<uuid:public_id>/language/", request_language, name="language"),
    path("workspace/requests/<uuid:public_id>/check/", request_check, name="check"),
    path("workspace/requests/<uuid:public_id>/step/<slug:name>/", request_move, name="move"),
    path("workspace/requests/<uuid:public_id>/consent/", request_withdraw_consent, name="withdraw_consent"),
    path("workspace/requests/<uuid:public_id>/questions/", request_ask_back, name="ask_back"),
    path("workspace/requests/<uuid:public_id>/translate/<slug:language>/", request_translate, name="translate"),
]
