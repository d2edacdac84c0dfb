"""Two towns with their coordinators, and an adviser."""

from dataclasses import dataclass

import pytest

from jisr.accounts.models import User
from jisr.matching.introductions.states import Side
from jisr.municipalities.models import Authority, AuthorityContact
from tests.factories.accounts import UserFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import AuthorityFactory
from tests.factories.requests import RequestFactory


@dataclass
class Towns:
    """A German and a Palestinian authority, each with a coordinator and a contact that is easy to find."""

    german: Authority
    palestinian: Authority
    anna: User
    basim: User
    adviser: User

    def leader(self, side: str) -> User:
        return self.anna if side == Side.GERMAN else self.basim

    def authority(self, side: str) -> Authority:
        return self.german if side == Side.GERMAN else self.palestinian


SECRETS = {
    Side.GERMAN: ("international-germantown@example.org", "+49 228 5550111", "Secret lane 1"),
    Side.PALESTINIAN: ("coordination-palestinetown@example.org", "+970 2 5550222", "Hidden square 2"),
}


@pytest.fixture
def towns(db):
    german = AuthorityFactory(name_en="Germantown", name_de="Deutschstadt", name_ar="بلدة ألمانية")
    palestinian = AuthorityFactory(palestinian=True, name_en="Palestinetown", name_de="Palästinastadt", name_ar="بلدة")
    for side, authority in ((Side.GERMAN, german), (Side.PALESTINIAN, palestinian)):
        email, phone, address = SECRETS[side]
        AuthorityContact.objects.create(
            authority=authority, role="international", email=email, phone=phone, postal_address=address
        )
    return Towns(
        german,
        palestinian,
        anna=MembershipFactory(coordinator=True, authority=german).user,
        basim=MembershipFactory(coordinator=True, authority=palestinian).user,
        adviser=UserFactory(adviser=True),
    )


@pytest.fixture
def published(towns):
    """The Palestinian town looks for a partner in public."""
    return RequestFactory(published=True, authority=towns.palestinian)


@pytest.fixture(autouse=True)
def disk(settings, tmp_path):
    """Files of tests lie in a folder of their own."""
    backend = {
        "BACKEND": "jisr.documents.storage.PrivateStorage",
        "OPTIONS": {"location": tmp_path / "private", "base_url": None},
    }
    settings.STORAGES = {**settings.STORAGES, "documents": backend}
