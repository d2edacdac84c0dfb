"""All addresses. Below the language prefix every path reads the same in each language."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail.documents import urls as wagtaildocs_urls

from jisr.config.lazy_urls import LazyResolver
from jisr.web.views.entry import choose_language, other_language
from jisr.web.views.health import healthz, readyz

handler400 = "jisr.web.views.errors.bad_request"
handler403 = "jisr.web.views.errors.permission_denied"
handler404 = "jisr.web.views.errors.page_not_found"
handler500 = "jisr.web.views.errors.server_error"

urlpatterns = [
    path("", choose_language, name="entry"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    LazyResolver("cms/", "wagtail.admin.urls"),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("jisr.opendata.urls")),
    *i18n_patterns(
        path("accounts/", include("jisr.accounts.urls")),
        path("accounts/", include("allauth.urls")),
        path("", include("jisr.municipalities.urls")),
        path("", include("jisr.advice.urls")),
        path("partnerships/", include("jisr.partnerships.urls")),
        path("events/certificates/", include("jisr.events.attendance.public_urls")),
        path("events/feedback/", include("jisr.events.attendance.feedback_urls")),
        path("events/", include("jisr.events.timetable.urls")),
        path("events/", include("jisr.events.results.public_urls")),
        path("events/", include("jisr.events.urls")),
        path("", include("jisr.matching.requests.urls")),
        path("search/", include("jisr.search.urls")),
        path("style/", include("jisr.web.urls")),
        path("workspace/", include("jisr.workspace.urls")),
        path("workspace/introductions/", include("jisr.matching.introductions.urls")),
        path("workspace/ties/", include("jisr.partnerships.tie_urls")),
        path("workspace/matching/", include("jisr.matching.suggestions.urls")),
        path("workspace/council/", include("jisr.partnerships.council.urls")),
        path("workspace/projects/", include("jisr.partnerships.projects.urls")),
        path("workspace/expectations/", include("jisr.partnerships.expectations.urls")),
        path("workspace/meetings/", include("jisr.events.results.urls")),  # steps stand before slugs of meetings
        path("workspace/meetings/", include("jisr.events.editions.urls")),
        path("workspace/meetings/", include("jisr.events.agenda.urls")),
        path("workspace/meetings/", include("jisr.events.attendance.urls")),
        path("workspace/meetings/", include("jisr.events.groups.urls")),
        path("workspace/meetings/", include("jisr.events.talks.urls")),
        path("workspace/meetings/", include("jisr.events.timetable.workspace_urls")),
        path("workspace/meetings/", include("jisr.events.travel.urls")),
        path("", include("jisr.events.registration.urls")),
        path("workspace/trail/", include("jisr.audit.urls")),
        path("workspace/messages/", include("jisr.notifications.urls")),
        path("workspace/documents/", include("jisr.documents.urls")),
        path("workspace/exports/", include("jisr.exports.urls")),
        path("", include("jisr.content.urls")),
    ),
    # A code of two letters, perhaps with a region, that is no language of this site.
    re_path(r"^(?!(?:de|en|ar)/)[a-zA-Z]{2}(?:-[a-zA-Z]{2,4})?/(?P<rest>.*)$", other_language, name="other-language"),
]
