"""Addresses of travel, below those of meetings in the workspace."""

from django.urls import path

from jisr.events.travel.views.data import data_page, letter_copy
from jisr.events.travel.views.lists import counts_file, counts_page, names_page
from jisr.events.travel.views.office import access_page, letter_words, letters_for_all, office_page, rules_page
from jisr.events.travel.views.traveller import (
    item_page,
    journey_page,
    letters_issue,
    start,
    switch_page,
    traveller_page,
)

app_name = "travel"
urlpatterns = [
    path("<slug:slug>/travel/", office_page, name="office"),
    path("<slug:slug>/travel/counts/", counts_page, name="counts"),
    path("<slug:slug>/travel/counts.<str:kind>", counts_file, name="counts_file"),
    path("<slug:slug>/travel/names/", names_page, name="names"),
    path("<slug:slug>/travel/letters/", letters_for_all, name="letters_for_all"),
    path("<slug:slug>/travel/letters/words/", letter_words, name="letter_words"),
    path("<slug:slug>/travel/online/", access_page, name="access"),
    path("<slug:slug>/travel/rules/<str:side>/", rules_page, name="rules"),
    path("<slug:slug>/travel/<uuid:public_id>/", traveller_page, name="traveller"),
    path("<slug:slug>/travel/<uuid:public_id>/start/", start, name="start"),
    path("<slug:slug>/travel/<uuid:public_id>/items/<slug:kind>/", item_page, name="item"),
    path("<slug:slug>/travel/<uuid:public_id>/journey/", journey_page, name="journey"),
    path("<slug:slug>/travel/<uuid:public_id>/passport/", data_page, name="data"),
    path("<slug:slug>/travel/<uuid:public_id>/letters/", letters_issue, name="letters"),
    path("<slug:slug>/travel/<uuid:public_id>/letters/<slug:language>/", letter_copy, name="letter_copy"),
    path("<slug:slug>/travel/<uuid:public_id>/<slug:to>/", switch_page, name="switch"),
]
