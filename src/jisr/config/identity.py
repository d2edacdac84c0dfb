"""The operator's own identity provider, as allauth wants to read it."""

from typing import Any

from jisr.config.environment import Environment

PROVIDER = "office"


def identity_providers(here: Environment) -> dict[str, Any]:
    """What ``SOCIALACCOUNT_PROVIDERS`` holds: one OpenID Connect provider, or none without an issuer."""
    if not here.oidc_issuer:
        return {}
    app = {
        "provider_id": PROVIDER,
        "name": here.oidc_issuer.removeprefix("https://").partition("/")[0],
        "client_id": here.oidc_client_id,
        "secret": here.oidc_client_secret,
        "settings": {"server_url": here.oidc_issuer},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}
