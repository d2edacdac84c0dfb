"""What a browser would send back of a form of the desk."""

from typing import Any

from django.test import Client


def filled(client: Client, path: str) -> dict[str, Any]:
    """What the form holds when it is opened, as the browser would send it back."""
    form = client.get(path).context["form"]
    values: dict[str, Any] = {}
    for field in form:
        value = field.value()
        if value in (None, False) or value == []:
            continue
        values[field.html_name] = "on" if value is True else value
    return values
