"""German formats that differ from Django's."""

DATE_FORMAT = "j. F Y"
YEAR_MONTH_FORMAT = "F Y"
