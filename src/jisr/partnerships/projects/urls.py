"""Addresses of joint projects; all of them lie in the workspace."""

from django.urls import path

from jisr.partnerships.projects.views.listing import project_list
from jisr.partnerships.projects.views.project import project_detail, project_move, project_start
from jisr.partnerships.projects.views.writing import project_discard, project_page

app_name = "projects"
urlpatterns = [
    path("", project_list, name="projects"),
    path("start/<slug:slug>/", project_start, name="start"),
    path("<uuid:public_id>/", project_detail, name="project"),
    path("<uuid:public_id>/page/<slug:slug>/", project_page, name="page"),
    path("<uuid:public_id>/page/<slug:slug>/discard/", project_discard, name="discard"),
    path("<uuid:public_id>/step/<slug:name>/", project_move, name="move"),
]
