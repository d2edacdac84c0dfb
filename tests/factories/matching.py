"""The smallest valid profile of an authority that may be suggested."""

from collections.abc import Sequence

from factory import SubFactory
from factory.django import DjangoModelFactory

from jisr.matching.models import MatchingProfile, ProfileTheme
from jisr.matching.states import Side
from jisr.municipalities.models import Theme
from tests.factories.municipalities import AuthorityFactory, ThemeFactory


class MatchingProfileFactory(DjangoModelFactory):
    class Meta:
        model = MatchingProfile

    authority = SubFactory(AuthorityFactory)
    is_willing = True
    languages = ["en"]
    inhabitants = 10_000


def open_profile(*, needs: Sequence[str] = (), offers: Sequence[str] = (), **columns: object) -> MatchingProfile:
    """A profile with themes by slug; themes that are missing are made."""
    profile = MatchingProfileFactory(**columns)
    for side, slugs in ((Side.NEED, needs), (Side.OFFER, offers)):
        for rank, slug in enumerate(slugs, 1):
            theme = Theme.objects.filter(slug=slug).first() or ThemeFactory(slug=slug, name_en=slug.capitalize())
            ProfileTheme.objects.create(profile=profile, theme=theme, side=side, rank=rank)
    return profile
