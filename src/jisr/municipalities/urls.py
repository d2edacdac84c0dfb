"""Addresses of this room."""

from django.urls import path

from jisr.municipalities.views.authority import authority_detail, authority_list
from jisr.municipalities.views.members import member_invite, member_list, membership_queue
from jisr.municipalities.views.membership import (
    membership_accept,
    membership_ask,
    membership_confirm,
    membership_detail,
    membership_end,
    membership_hand_over,
    membership_refuse,
    membership_search,
    my_memberships,
)
from jisr.municipalities.views.theme import theme_detail, theme_list

app_name = "municipalities"
urlpatterns = [
    path("municipalities/", authority_list, name="authorities"),
    path("municipalities/<slug:slug>/", authority_detail, name="authority"),
    path("themes/", theme_list, name="themes"),
    path("themes/<slug:slug>/", theme_detail, name="theme"),
    path("workspace/memberships/", my_memberships, name="my_memberships"),
    path("workspace/memberships/ask/", membership_search, name="membership_search"),
    path("workspace/memberships/ask/<str:kind>/<slug:key>/", membership_ask, name="membership_ask"),
    path("workspace/memberships/all/", membership_queue, name="membership_queue"),
    path("workspace/memberships/<uuid:public_id>/", membership_detail, name="membership"),
    path("workspace/memberships/<uuid:public_id>/accept/", membership_accept, name="membership_accept"),
    path("workspace/memberships/<uuid:public_id>/confirm/", membership_confirm, name="membership_confirm"),
    path("workspace/memberships/<uuid:public_id>/refuse/", membership_refuse, name="membership_refuse"),
    path("workspace/memberships/<uuid:public_id>/end/", membership_end, name="membership_end"),
    path("workspace/memberships/<uuid:public_id>/hand-over/", membership_hand_over, name="membership_hand_over"),
    path("workspace/members/<str:kind>/<slug:key>/", member_list, name="members"),
    path("workspace/members/<str:kind>/<slug:key>/invite/", member_invite, name="member_invite"),
]
