"""What pages do with what was sent: it is done and said, or refused where it was typed."""

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.test import RequestFactory

from jisr.kernel.errors import DomainError
from jisr.web.answering import is_done, tried


class Word(forms.Form):
    word = forms.CharField()


@pytest.fixture
def sent():
    request = RequestFactory().post("/")
    request.session = {}
    request._messages = FallbackStorage(request)
    return request


def refuse():
    raise DomainError("Not now.")


def told(request):
    return [(message.level_tag, str(message)) for message in get_messages(request)]


def test_a_step_says_that_it_is_done_or_why_not(sent):
    assert (tried(sent, lambda: None, "Done."), tried(sent, refuse, "Done.")) == (True, False)
    assert told(sent) == [("success", "Done."), ("error", "Not now.")]


def test_a_refusal_stands_in_the_form_with_what_was_typed(sent):
    form = Word({"word": "mine"})

    assert not is_done(sent, form, refuse, "Done.")
    assert (form.non_field_errors(), form["word"].value(), told(sent)) == (["Not now."], "mine", [])


def test_nothing_is_done_for_a_page_that_is_only_read_or_filled_in_wrongly(sent):
    done = []

    assert not is_done(sent, Word({"word": ""}), lambda: done.append(1), "Done.")
    assert not is_done(RequestFactory().get("/"), Word({"word": "x"}), lambda: done.append(1), "Done.")
    assert done == []
    assert is_done(sent, Word({"word": "x"}), lambda: done.append(1), "Done.")
    assert (done, told(sent)) == ([1], [("success", "Done.")])
