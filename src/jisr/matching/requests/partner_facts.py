"""What the request or offer of an authority says on the fact sheet that a council of its partner reads."""

from django.utils.translation import gettext as _

from jisr.matching.requests.models import PartnershipRequest
from jisr.matching.requests.presenting import facts_of
from jisr.matching.requests.sheet import note_on
from jisr.matching.requests.states import Kind
from jisr.matching.requests.translating import shown_texts
from jisr.municipalities.models import Authority
from jisr.partnerships.council.blocks import Block, facts, heading, paragraphs, words
from jisr.partnerships.council.fact_sheet import Told
from jisr.web.structured_data import absolute
from jisr.web.templatetags.jisr import partial_date


def tell(authority: Authority, language: str) -> Told:
    """The newest one that everybody may see: themes, facts, and each text with the state of its translation."""
    rows = PartnershipRequest.objects.shown().filter(authority=authority).with_texts()
    request = rows.order_by("-published_on", "-pk").first()
    if request is None:
        return Told()
    return Told(blocks=_blocks(request, language), sources=[request.source_url or absolute(request.get_absolute_url())])


def _blocks(request: PartnershipRequest, language: str) -> list[Block]:
    title = _("Request of the partner") if request.kind == Kind.REQUEST else _("Offer of the partner")
    themes = [f"{place}. {row.theme.name}" for place, row in enumerate(request.wanted.all(), start=1)]
    known = [(_("Themes, the most wanted first"), " · ".join(themes)), *facts_of(request)]
    rows = [(label, value) for label, value in known if value]
    found = [heading(title), words(_status(request)), *([facts(rows)] if rows else [])]
    for shown in shown_texts(request, language).values():
        found += [heading(shown.title, 3), *paragraphs(shown.text)]
        if note := note_on(shown):
            found.append(words(note, is_small=True))
    return found


def _status(request: PartnershipRequest) -> str:
    status, published = request.get_state_display(), partial_date(request.published)
    if not published:
        return _("%(status)s; date of publication not known") % {"status": status}
    return _("%(status)s; published %(date)s") % {"status": status, "date": published}
