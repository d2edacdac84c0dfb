"""The map of requests and offers: the outlines of the ties' map, with one spot for each authority."""

from collections.abc import Iterable
from dataclasses import dataclass

from jisr.matching.requests.models import PartnershipRequest
from jisr.partnerships.map import GERMANY, HEIGHT, PALESTINE, WIDTH, outlines


@dataclass(frozen=True)
class Spot:
    """Where the authority of a request lies on the drawing."""

    request: PartnershipRequest
    x: float
    y: float


@dataclass(frozen=True)
class RequestMap:
    """All that the drawing needs, and the requests of places whose coordinates are not known."""

    outlines: list[str]
    spots: list[Spot]
    requests: list[PartnershipRequest]
    unplaced: list[PartnershipRequest]
    width: int = WIDTH
    height: int = HEIGHT


def draw(requests: Iterable[PartnershipRequest]) -> RequestMap:
    """Lay out requests whose authorities are loaded."""
    spots, unplaced, listed = [], [], list(requests)
    for request in listed:
        authority = request.authority
        if authority.latitude is None:
            unplaced.append(request)
            continue
        inset = GERMANY if authority.country_id == "DE" else PALESTINE
        x, y = inset.place(float(authority.longitude), float(authority.latitude))
        spots.append(Spot(request, round(x, 1), round(y, 1)))
    return RequestMap(outlines(), spots, listed, unplaced)
