"""Addresses of this room."""

from django.urls import path

from jisr.municipalities.views.authority import authority_detail, authority_list
from jisr.municipalities.views.theme import theme_detail, theme_list

app_name = "municipalities"
urlpatterns = [
    path("municipalities/", authority_list, name="authorities"),
    path("municipalities/<slug:slug>/", authority_detail, name="authority"),
    path("themes/", theme_list, name="themes"),
    path("themes/<slug:slug>/", theme_detail, name="theme"),
]
