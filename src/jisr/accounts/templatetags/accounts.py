"""What the sign-in page offers besides the password."""

from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse

register = template.Library()


@register.simple_tag
def sign_in_ways() -> dict[str, Any]:
    """Whether anybody may open an account, and the operator's identity provider if there is one."""
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    office = None
    if apps:
        url = reverse("openid_connect_login", kwargs={"provider_id": apps[0]["provider_id"]})
        office = {"name": apps[0]["name"], "url": url}
    return {"is_open": settings.ACCOUNTS_OPEN, "office": office}
