"""Addresses of this room."""

from django.urls import path

from jisr.municipalities.flow_urls import flows
from jisr.municipalities.imports.urls import import_paths
from jisr.municipalities.views.authority import authority_detail, authority_list
from jisr.municipalities.views.desk import directory, directory_home, directory_view_remove, directory_view_save
from jisr.municipalities.views.desk_entry import directory_entry, directory_history, directory_new
from jisr.municipalities.views.desk_parts import directory_part, directory_part_remove, directory_parts
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
    *import_paths,
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
    path("workspace/directory/", directory_home, name="directory_home"),
    path("workspace/directory/<slug:kind>/", directory, name="directory"),
    path("workspace/directory/<slug:kind>/new/", directory_new, name="directory_new"),
    path("workspace/directory/<slug:kind>/views/", directory_view_save, name="directory_view_save"),
    path("workspace/directory/<slug:kind>/views/remove/", directory_view_remove, name="directory_view_remove"),
    path("workspace/directory/<slug:kind>/<slug:key>/", directory_entry, name="directory_entry"),
    path("workspace/directory/<slug:kind>/<slug:key>/history/", directory_history, name="directory_history"),
    path("workspace/directory/<slug:kind>/<slug:key>/rows/<slug:part>/", directory_parts, name="directory_parts"),
    path("workspace/directory/<slug:kind>/<slug:key>/rows/<slug:part>/new/", directory_part, name="directory_part_new"),
    path(
        "workspace/directory/<slug:kind>/<slug:key>/rows/<slug:part>/<int:number>/",
        directory_part,
        name="directory_part",
    ),
    path(
        "workspace/directory/<slug:kind>/<slug:key>/rows/<slug:part>/<int:number>/remove/",
        directory_part_remove,
        name="directory_part_remove",
    ),
    *flows,
]
