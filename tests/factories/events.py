"""The smallest valid meeting."""

from datetime import date

from factory import Sequence, SubFactory
from factory.django import DjangoModelFactory

from jisr.events.models import Edition, Kind, Mode, Series
from jisr.kernel.dates import Precision


class SeriesFactory(DjangoModelFactory):
    class Meta:
        model = Series

    slug = Sequence(lambda number: f"series-{number}")
    kind = Kind.CONFERENCE
    name_en = Sequence(lambda number: f"Series {number}")


class EditionFactory(DjangoModelFactory):
    class Meta:
        model = Edition

    series = SubFactory(SeriesFactory)
    slug = Sequence(lambda number: f"edition-{number}")
    title_en = Sequence(lambda number: f"Edition {number}")
    start_on = date(2019, 9, 24)
    start_precision = Precision.DAY
    end_on = date(2019, 9, 27)
    end_precision = Precision.DAY
    place_en = "Brühl"
    mode = Mode.ONSITE
