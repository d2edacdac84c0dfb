"""Who and what the tests of suggestions need."""

from typing import Any

from django.test import Client

from jisr.accounts.models import User
from jisr.municipalities.models import Authority
from tests.factories.matching import open_profile
from tests.factories.municipalities import AuthorityFactory

SURIF = {"needs": ["waste", "youth"], "offers": ["culture"], "languages": ["ar", "en"], "inhabitants": 20_000}
GERMAN = {"offers": ["waste"], "needs": ["culture"], "languages": ["de", "en"], "inhabitants": 20_000}


def browser_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def palestinian(slug: str = "surif", **profile: Any) -> Authority:
    authority = AuthorityFactory(palestinian=True, slug=slug, name_en=slug.capitalize())
    found: Authority = open_profile(authority=authority, **{**SURIF, **profile}).authority
    return found


def german(slug: str, **profile: Any) -> Authority:
    authority = AuthorityFactory(slug=slug, name_en=slug.capitalize())
    found: Authority = open_profile(authority=authority, **{**GERMAN, **profile}).authority
    return found
