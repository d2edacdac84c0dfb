"""How pages take what was sent: do it, say that it is done, or say why not, with all that was typed still there."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest

from jisr.kernel.errors import DomainError


def tried(request: HttpRequest, step: Callable[[], object], done: str) -> bool:
    """Do a step, and say at the head of the next page what came of it."""
    try:
        step()
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
        return False
    messages.success(request, done)
    return True


def is_done(request: HttpRequest, form: BaseForm, step: Callable[[], object], done: str) -> bool:
    """Do a step with what was typed; what the service refuses stands in the form, with all that was typed."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        step()
    except DomainError as refusal:
        form.add_error(None, str(refusal.message))
        return False
    messages.success(request, done)
    return True
