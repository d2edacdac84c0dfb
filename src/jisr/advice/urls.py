"""Addresses of this room."""

from django.urls import path

from jisr.advice.views import answer, check, enquiry, peers, queue, record

app_name = "advice"
_CASE = "workspace/advice/enquiries/<slug:reference>/"
urlpatterns = [
    path("advice/", enquiry.advice, name="advice"),
    path("advice/enquiry/", enquiry.enquiry_form, name="ask"),
    path("advice/enquiry/<slug:reference>/", enquiry.enquiry_received, name="received"),
    path("advice/check/", check.support_check, name="check"),
    path("workspace/advice/", queue.queue, name="queue"),
    path("workspace/advice/mine/", queue.mine, name="mine"),
    path("workspace/advice/note/", queue.enquiry_note, name="note"),
    path("workspace/advice/templates/", answer.template_list, name="templates"),
    path("workspace/advice/templates/<slug:slug>/", answer.template_edit, name="template"),
    path(_CASE, record.enquiry, name="enquiry"),
    path(f"{_CASE}answer/", answer.answer, name="answer"),
    path(f"{_CASE}take/", record.take, name="take"),
    path(f"{_CASE}hand-over/", record.enquiry_hand_over, name="hand_over"),
    path(f"{_CASE}sort/", record.enquiry_sort, name="sort"),
    path(f"{_CASE}merge/", record.enquiry_merge, name="merge"),
    path(f"{_CASE}close/", record.enquiry_close, name="close"),
    path(f"{_CASE}reopen/", record.reopen, name="reopen"),
    path(f"{_CASE}clear/", record.clear, name="clear"),
    path(f"{_CASE}forget/", record.forget, name="forget"),
    path(f"{_CASE}note/", record.entry_add, name="entry_add"),
    path(f"{_CASE}step/", record.step_add, name="step_add"),
    path("workspace/advice/steps/<uuid:public_id>/done/", record.step_done, name="step_done"),
    path("workspace/advice/peers/", peers.peer_list, name="peers"),
    path("workspace/advice/peers/<uuid:public_id>/ask/", peers.peer_ask, name="peer_ask"),
    path("workspace/advice/peers/<uuid:public_id>/withdraw/", peers.consent_withdraw, name="consent_withdraw"),
    path("workspace/advice/peers/for/<slug:slug>/", peers.consent_give, name="consent"),
    path("workspace/advice/questions/<uuid:public_id>/", peers.question, name="question"),
    path("workspace/advice/questions/<uuid:public_id>/settle/", peers.question_settle, name="question_settle"),
]
