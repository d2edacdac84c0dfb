"""Addresses of suggestions, all in the workspace."""

from django.urls import path

from jisr.matching.suggestions.views.office import partner_add, send, suggestion_choose, suggestion_list
from jisr.matching.suggestions.views.ours import exposure, ours
from jisr.matching.suggestions.views.rounds import never_shown, round_ask, rounds
from jisr.matching.suggestions.views.weights import weights

app_name = "suggestions"
urlpatterns = [
    path("", suggestion_choose, name="choose"),
    path("of/<slug:slug>/", suggestion_list, name="of"),
    path("of/<slug:slug>/add/", partner_add, name="add"),
    path("send/", send, name="send"),
    path("weights/", weights, name="weights"),
    path("rounds/", rounds, name="rounds"),
    path("rounds/ask/", round_ask, name="round_ask"),
    path("rounds/never/", never_shown, name="never"),
    path("ours/<slug:slug>/", ours, name="ours"),
    path("exposure/", exposure, name="exposure"),
]
