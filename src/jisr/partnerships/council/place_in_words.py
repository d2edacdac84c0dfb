"""Where an authority lies, in words: from its region, from a larger place nearby, and from its partner."""

from decimal import Decimal
from math import asin, atan2, cos, degrees, radians, sin, sqrt
from typing import Final

from django.db.models import Max
from django.utils.formats import localize
from django.utils.translation import gettext as _

from jisr.municipalities.models import Authority, Region
from jisr.partnerships.council.blocks import apart

EARTH_KM: Final = 6371.0
NEAR_KM: Final = 3  # nearer than this a direction would say more than is known
LARGER: Final = 1.5
WINDOW: Final = Decimal(2)  # degrees: further away no place tells where another one lies


def kilometres(one: Authority, other: Authority) -> float:
    """The way between two places as the crow flies. Both have coordinates."""
    (lat1, lon1), (lat2, lon2) = _point(one), _point(other)
    part = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(part))


def _point(place: Authority) -> tuple[float, float]:
    return radians(float(place.latitude or 0)), radians(float(place.longitude or 0))


def _direction(start: Authority, end: Authority) -> int:
    """In which of eight directions ``end`` lies from ``start``: 0 is north, 2 is east."""
    (lat1, lon1), (lat2, lon2) = _point(start), _point(end)
    across = sin(lon2 - lon1) * cos(lat2)
    along = cos(lat1) * sin(lat2) - sin(lat1) * cos(lat2) * cos(lon2 - lon1)
    return round(degrees(atan2(across, along)) / 45) % 8


def where_it_lies(place: Authority, partner: Authority) -> str:
    """Empty for a place whose coordinates nobody has entered."""
    if place.latitude is None:
        return ""
    told = []
    if place.region.area:
        told.append(str(Region.Area(place.region.area).label))
    larger = _larger_nearby(place)
    if larger is not None and kilometres(larger, place) >= NEAR_KM:
        told.append(_from_larger(larger, place))
    if partner.latitude is not None:
        far = {"km": localize(_rounded(kilometres(place, partner))), "name": apart(partner.name)}
        told.append(_("about %(km)s km from %(name)s as the crow flies") % far)
    return " · ".join(told)


def _from_larger(larger: Authority, place: Authority) -> str:
    pattern = (
        _("about %(km)s km north of %(name)s"),
        _("about %(km)s km north-east of %(name)s"),
        _("about %(km)s km east of %(name)s"),
        _("about %(km)s km south-east of %(name)s"),
        _("about %(km)s km south of %(name)s"),
        _("about %(km)s km south-west of %(name)s"),
        _("about %(km)s km west of %(name)s"),
        _("about %(km)s km north-west of %(name)s"),
    )[_direction(larger, place)]
    return pattern % {"km": localize(round(kilometres(larger, place))), "name": apart(larger.name)}


def _rounded(distance: float) -> int:
    """Long ways to the next ten kilometres."""
    return round(distance / 10) * 10 if distance > 100 else round(distance)  # noqa: PLR2004


def _larger_nearby(place: Authority) -> Authority | None:
    """The nearest place of the country that is clearly larger: a name that readers can find on a map."""
    around = {
        f"{name}__range": (getattr(place, name) - WINDOW, getattr(place, name) + WINDOW)
        for name in ("latitude", "longitude")
    }
    rows = Authority.objects.filter(country=place.country_id, is_former=False, **around).exclude(pk=place.pk)
    own = place.populations.aggregate(most=Max("number"))["most"] or 0
    larger = rows.annotate(most=Max("populations__number")).filter(most__gte=max(own * LARGER, 1))
    return min(larger, key=lambda row: kilometres(row, place), default=None)
