"""Addresses of this room."""

from django.urls import path

from jisr.partnerships.views.overview import partnership_figures, partnership_map
from jisr.partnerships.views.partnership import partnership_detail, partnership_list

app_name = "partnerships"
urlpatterns = [
    path("", partnership_list, name="partnerships"),
    path("map/", partnership_map, name="map"),
    path("figures/", partnership_figures, name="figures"),
    path("<slug:slug>/", partnership_detail, name="partnership"),
]
