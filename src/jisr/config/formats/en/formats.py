"""British formats, since that is the English of this site."""

DATE_FORMAT = "j F Y"
YEAR_MONTH_FORMAT = "F Y"
