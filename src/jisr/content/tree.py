"""Where each page of the programme stands. Addresses are the same in all languages."""

from typing import NamedTuple

from django.conf import settings

SOURCE_LANGUAGE = settings.LANGUAGE_CODE
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
FEEDBACK_PATH = "accessibility/feedback/"


class Place(NamedTuple):
    """One page: the name of its files, the page above it, its part of the address and its model."""

    key: str
    parent: str
    slug: str
    model: str


# A page stands after the one above it; pages below one another keep this order.
PLACES = (
    Place("home", "", "home", "HomePage"),
    Place("programme", "home", "programme", "StandardPage"),
    Place("offers", "home", "offers", "IndexPage"),
    Place("offer-advice", "offers", "advice", "OfferPage"),
    Place("offer-partner-search", "offers", "partner-search", "OfferPage"),
    Place("offer-network-meetings", "offers", "network-meetings", "OfferPage"),
    Place("offer-projects-experts", "offers", "projects-experts", "OfferPage"),
    Place("offer-seminars", "offers", "seminars", "OfferPage"),
    Place("offer-education", "offers", "education", "OfferPage"),
    Place("offer-first-project", "offers", "first-project", "OfferPage"),
    Place("expectations", "home", "expectations", "IndexPage"),
    Place("expectation-cooperation", "expectations", "cooperation", "StandardPage"),
    Place("expectation-participation", "expectations", "participation", "StandardPage"),
    Place("expectation-release", "expectations", "release", "StandardPage"),
    Place("how-it-works", "home", "how-it-works", "StandardPage"),
    Place("faq", "home", "faq", "StandardPage"),
    Place("news", "home", "news", "NewsIndexPage"),
    Place("news-sources", "news", "sources", "NewsPage"),
    Place("news-requests-data", "news", "requests-data", "NewsPage"),
    Place("news-portal-opens", "news", "portal-opens", "NewsPage"),
    Place("materials", "home", "materials", "IndexPage"),
    Place("material-talk", "materials", "talk", "MaterialPage"),
    Place("material-school", "materials", "school", "MaterialPage"),
    Place("material-council", "materials", "council", "MaterialPage"),
    Place("easy-language", "home", "easy-language", "StandardPage"),
    Place("imprint", "home", "imprint", "StandardPage"),
    Place("privacy", "home", "privacy", "StandardPage"),
    Place("accessibility", "home", "accessibility", "StandardPage"),
)
BY_KEY = {place.key: place for place in PLACES}
WAYS_IN = {"way1_page": "how-it-works", "way2_page": "offer-partner-search", "way3_page": "programme"}


def address(language: str, url_path: str) -> str:
    """The public address of the page with Wagtail's ``url_path``, whose first part is the home page's slug."""
    return f"/{language}/" + "/".join(url_path.split("/")[2:])
