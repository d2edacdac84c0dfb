"""Addresses of working groups, all in the workspace."""

from django.urls import path

from jisr.events.groups.views.desk import group_edit, group_step, groups_desk, rules_edit, wishes_list
from jisr.events.groups.views.mine import my_groups, wishes_rank
from jisr.events.groups.views.plans import plan_adopt, plan_page, plan_place, plan_publish, plan_start

app_name = "groups"
urlpatterns = [
    path("<slug:slug>/groups/", groups_desk, name="desk"),
    path("<slug:slug>/groups/add/", group_edit, name="add"),
    path("<slug:slug>/groups/rules/", rules_edit, name="rules"),
    path("<slug:slug>/groups/wishes/", wishes_list, name="wishes"),
    path("<slug:slug>/groups/plans/start/", plan_start, name="start"),
    path("<slug:slug>/groups/plans/<uuid:public_id>/", plan_page, name="plan"),
    path("<slug:slug>/groups/plans/<uuid:public_id>/publish/", plan_publish, name="publish"),
    path("<slug:slug>/groups/plans/<uuid:public_id>/teams/", plan_adopt, name="adopt"),
    path("<slug:slug>/groups/plans/<uuid:public_id>/people/<uuid:person>/", plan_place, name="place"),
    path("<slug:slug>/groups/<uuid:public_id>/", group_edit, name="edit"),
    path("<slug:slug>/groups/<uuid:public_id>/<slug:name>/", group_step, name="step"),
    path("<slug:slug>/my-groups/", my_groups, name="mine"),
    path("<slug:slug>/my-groups/<uuid:public_id>/", wishes_rank, name="rank"),
]
