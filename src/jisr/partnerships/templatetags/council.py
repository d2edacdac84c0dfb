"""Meetings in words."""

from django import template

from jisr.partnerships.council.wording import votes_of

register = template.Library()
register.filter("votes", votes_of)
