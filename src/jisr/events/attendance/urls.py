"""Addresses of this part in the workspace; ``public_urls`` holds the public ones."""

from django.urls import path, re_path

from jisr.events.attendance.views.certificates import (
    certificate_end,
    certificates,
    certificates_issue,
    rule_end,
    rules,
)
from jisr.events.attendance.views.checkin import check_in_batch, check_in_list, check_in_page, check_in_record
from jisr.events.attendance.views.feedback import (
    feedback,
    feedback_results,
    question_add,
    question_drop,
    word_moderate,
    words,
)
from jisr.events.attendance.views.mine import mine, my_feedback
from jisr.events.attendance.views.office import (
    badge_renew,
    badges,
    badges_pdf,
    helper_remove,
    helpers,
    overview,
    problem_settle,
    problems,
    session_code,
)

app_name = "attendance"
urlpatterns = [
    path("<slug:slug>/check-in/", check_in_page, name="check_in"),
    path("<slug:slug>/check-in/record/", check_in_record, name="record"),
    path("<slug:slug>/check-in/list/", check_in_list, name="list"),
    path("<slug:slug>/check-in/batch/", check_in_batch, name="batch"),
    path("<slug:slug>/check-in/problems/", problems, name="problems"),
    path("<slug:slug>/check-in/problems/<uuid:key>/", problem_settle, name="settle"),
    path("<slug:slug>/check-in/people/", helpers, name="helpers"),
    path("<slug:slug>/check-in/people/<int:pk>/remove/", helper_remove, name="helper_remove"),
    path("<slug:slug>/attendance/", overview, name="overview"),
    path("<slug:slug>/attendance/sessions/<uuid:session_id>/code/", session_code, name="session_code"),
    path("<slug:slug>/attendance/rules/", rules, name="rules"),
    path("<slug:slug>/attendance/rules/<int:pk>/end/", rule_end, name="rule_end"),
    path("<slug:slug>/badges/", badges, name="badges"),
    path("<slug:slug>/badges/file/", badges_pdf, name="badges_pdf"),
    path("<slug:slug>/badges/<uuid:public_id>/renew/", badge_renew, name="badge_renew"),
    path("<slug:slug>/certificates/", certificates, name="certificates"),
    path("<slug:slug>/certificates/issue/", certificates_issue, name="issue"),
    re_path(
        r"^(?P<slug>[-a-zA-Z0-9_]+)/certificates/(?P<number>JISR-\d{4}-\d{4,})/(?P<name>revoke|replace)/$",
        certificate_end,
        name="certificate_end",
    ),
    path("<slug:slug>/feedback/", feedback, name="feedback"),
    path("<slug:slug>/feedback/questions/add/", question_add, name="question_add"),
    path("<slug:slug>/feedback/questions/<uuid:public_id>/drop/", question_drop, name="question_drop"),
    path("<slug:slug>/feedback/words/", words, name="words"),
    path("<slug:slug>/feedback/words/<uuid:pk>/", word_moderate, name="word_moderate"),
    path("<slug:slug>/feedback/results/", feedback_results, name="results"),
    path("<slug:slug>/my-attendance/", mine, name="mine"),
    path("<slug:slug>/my-feedback/", my_feedback, name="my_feedback"),
]
