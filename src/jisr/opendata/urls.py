"""Addresses for machines, outside the language prefix."""

from django.urls import path

from jisr.opendata.feeds import NewsFeed, PartnershipFeed, RequestFeed
from jisr.opendata.views import robots, site_index, site_section

urlpatterns = [
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", site_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", site_section, name="sitemap-section"),
    path("feeds/<slug:language>/partnerships.atom", PartnershipFeed(), name="partnership-feed"),
    path("feeds/<slug:language>/requests.atom", RequestFeed(), name="request-feed"),
    path("feeds/<slug:language>/news.atom", NewsFeed(), name="news-feed"),
]
