"""The files of a paper: what they say, in which order, with which structure, and what they never say."""

import io
import zipfile
from datetime import date
from xml.etree import ElementTree as ET

import pypdf
import pytest
from django.utils.translation import gettext, override

from jisr.documents.pdf import render
from jisr.documents.portable import is_accessible
from jisr.documents.reading_order import BLOCKS
from jisr.matching.requests.states import TextState
from jisr.partnerships.council.blocks import CLOSE_ISOLATE, OPEN_ISOLATE, apart, clean
from jisr.partnerships.council.docx import MARK
from jisr.partnerships.council.fact_sheet import fact_sheet_of
from jisr.partnerships.council.files import TEMPLATE, as_docx
from jisr.partnerships.council.models import CouncilMatter
from jisr.partnerships.council.paper import paper_of, summary_of
from jisr.partnerships.council.place_in_words import where_it_lies
from jisr.partnerships.council.states import BodyKind, Outcome, Rhythm
from jisr.partnerships.states import Form, Status
from tests.documents.test_pdf import kids_of, leaves, plain_signs
from tests.factories.council import CouncilCostFactory, CouncilMatterFactory, CouncilSourceFactory, CouncilStepFactory
from tests.factories.municipalities import AuthorityFactory, PopulationFactory
from tests.factories.partnerships import PartnershipFactory
from tests.factories.requests import RequestFactory, RequestTextFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = '<b>#panic()</b> & "x" </w:t> \x07$x$'
SHOWN = '<b>#panic()</b> & "x" </w:t> $x$'


@pytest.fixture
def matter():
    tie = PartnershipFactory(
        german__name_de="Brühl", german__name_ar="برول",
        palestinian__name_de="Surif", palestinian__name_en="Surif", palestinian__name_ar="صوريف",
        form=Form.PROJEKTPARTNERSCHAFT,
    )  # fmt: skip
    made = CouncilMatterFactory(
        tie=tie,
        subject="Partnerschaft mit صوريف 2018",
        file_number="277/2018",
        wanted_form=Form.PROJEKTPARTNERSCHAFT,
        term_months=36,
        has_cost=True,
        staff_hours=12,
        why_this_place=f"Erster Absatz\n\n{HOSTILE}",
        summary_ar="تعاون بين Brühl وصوريف لمدة 3 سنوات.",
    )
    CouncilCostFactory(matter=made, label="Reise", amount_cents=12_345_678_90, rhythm=Rhythm.ONCE)
    CouncilCostFactory(matter=made, label="Dolmetschen", amount_cents=1_200_50)
    CouncilSourceFactory(matter=made, title="Gesuch", url="https://source.example/x")
    CouncilStepFactory(
        matter=made, name="Kulturausschuss", outcome=Outcome.RECOMMENDED, met_on=date(2026, 9, 13),
        votes_yes=9, votes_no=2, abstentions=1,
    )  # fmt: skip
    CouncilStepFactory(matter=made, name="Stadtrat", kind=BodyKind.COUNCIL, planned_on=date(2026, 12, 8))
    return CouncilMatter.objects.with_tie().get(pk=made.pk)


def said(sheet):
    """What a reader is told, block by block."""
    with override(sheet["language"]):
        heads = [gettext("Fact"), gettext("Value")]
    found = [sheet["title"]]
    for block in sheet["blocks"]:
        if block["kind"] in {"heading", "words"}:
            found.append(block["text"])
        elif block["kind"] == "facts":
            found += [*heads, *(cell for row in block["rows"] for cell in (row["label"], row["value"]))]
        elif block["kind"] == "table":
            found += [*block["heads"], *(cell for row in block["rows"] for cell in row)]
        else:
            found += block["entries"]
    return found


def plain(text):
    return text.translate({ord(sign): None for sign in (OPEN_ISOLATE, CLOSE_ISOLATE, MARK)})


def values(sheet):
    return {
        row["label"]: plain(row["value"])
        for block in sheet["blocks"]
        for row in block.get("rows", [])
        if "label" in row
    }


def words_of(language, *msgids):
    with override(language):
        return [gettext(msgid) for msgid in msgids]


def read_pdf(content):
    """What a screen reader is told, block by block, with headings of every level and the items of lists."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    signs = {page.indirect_reference.idnum: plain_signs(page) for page in reader.pages}
    return [text for text in map(plain, spoken(reader.trailer["/Root"]["/StructTreeRoot"], signs, 0)) if text.strip()]


def spoken(element, signs, page):
    page = element.raw_get("/Pg").idnum if "/Pg" in element else page
    if element.get("/S") in BLOCKS:
        yield element["/ActualText"] if "/ActualText" in element else "".join(leaves(element, signs, page))
        return
    for kid in kids_of(element):
        if isinstance(kid, dict):
            yield from spoken(kid, signs, page)


@pytest.mark.parametrize("make", [paper_of, summary_of])
def test_the_pdf_is_accessible_in_its_language_and_says_all_in_order(matter, make):
    sheet = make(matter, today=TODAY)
    content = render(TEMPLATE, sheet, language=sheet["language"])
    reader = pypdf.PdfReader(io.BytesIO(content))

    assert is_accessible(content)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in reader.trailer["/Root"]["/Metadata"].get_data()
    assert reader.trailer["/Root"]["/Lang"] == sheet["language"]
    assert read_pdf(content) == [plain(text) for text in said(sheet)]


def test_the_paper_is_german_and_the_summary_arabic(matter):
    paper, summary = paper_of(matter, today=TODAY), summary_of(matter, today=TODAY)

    assert (paper["language"], summary["language"]) == ("de", "ar")
    assert {"Beratungsfolge", "Beschlussvorschlag", "Begründung", "Quellen"} <= set(said(paper))
    assert "تسلسل العرض على الهيئات" in said(summary)


def test_numbers_are_written_as_the_language_does(matter):
    paper, summary = plain(str(said(paper_of(matter, today=TODAY)))), plain(str(said(summary_of(matter, today=TODAY))))

    assert "12.345.678,90" in paper
    assert "13. September 2026" in paper
    assert "12,345,678.90" in summary
    assert "8 كانون الأول 2026" in summary


def test_what_is_typed_is_text_and_never_code(matter):
    paper = paper_of(matter, today=TODAY)

    assert SHOWN in [block["text"] for block in paper["blocks"] if block["kind"] == "words"]
    assert SHOWN in read_pdf(render(TEMPLATE, paper, language="de"))
    assert SHOWN in docx_texts(as_docx(paper))


def test_what_nobody_wrote_is_still_open_and_nothing_is_claimed():
    matter = CouncilMatter.objects.with_tie().get(pk=CouncilMatterFactory().pk)
    (gap, no_end, nothing) = words_of("de", "still open", "without an end", "no costs")
    paper = paper_of(matter, today=TODAY)
    texts = said(paper)

    labels = words_of("de", "File number", "Department", "Term", "Financial effect", "Form that is wanted")
    labels += words_of("de", "Cost account", "In the budget", "Working time of staff")
    for label in labels:
        assert values(paper)[label] == gap, label
    assert texts.count(gap) >= 15
    assert no_end not in texts
    assert nothing not in texts
    assert f"[{gap}]" in " ".join(texts)


def test_no_costs_are_told_once_somebody_says_so():
    matter = CouncilMatter.objects.with_tie().get(pk=CouncilMatterFactory(has_cost=False, is_unlimited=True).pk)
    (no, end) = words_of("de", "no", "without an end")
    told = values(paper_of(matter, today=TODAY))
    labels = words_of("de", "Financial effect", "Cost account", "Term")

    assert [told[label] for label in labels] == [no, "–", end]


def test_the_summary_stays_on_one_page_whatever_is_typed(matter):
    matter.summary_ar, matter.subject = "كلمة طويلة " * 109, "Lange Betreffzeile " * 10
    matter.save()
    for number in range(15):
        CouncilStepFactory(matter=matter, name=f"Ausschuss für Kultur, Partnerschaften und Bürgerbeteiligung {number}")
    sheet = summary_of(CouncilMatter.objects.with_tie().get(pk=matter.pk), today=TODAY)

    assert len(pypdf.PdfReader(io.BytesIO(render(TEMPLATE, sheet, language="ar"))).pages) == 1


def test_an_arabic_name_does_not_turn_the_german_around_it(matter):
    assert f"{OPEN_ISOLATE}Partnerschaft mit صوريف 2018{CLOSE_ISOLATE}" in paper_of(matter, today=TODAY)["title"]
    assert apart("a\nb") == f"{OPEN_ISOLATE}a b{CLOSE_ISOLATE}"
    assert clean("a\x00b\ud800c") == "a b c"


def read_xml(content):
    return ET.fromstring(content)  # noqa: S314 - our own file


def docx_parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: read_xml(archive.read(name)) for name in archive.namelist()}


def docx_texts(content):
    paragraphs = docx_parts(content)["word/document.xml"].iter(f"{W}p")
    return [plain("".join(node.text or "" for node in each.iter(f"{W}t"))) for each in paragraphs]


def test_the_text_file_says_the_same_as_the_pdf(matter):
    sheet = paper_of(matter, today=TODAY)

    assert [text for text in docx_texts(as_docx(sheet)) if text] == [plain(text) for text in said(sheet)]


def test_the_text_file_has_headings_table_heads_a_title_and_its_language(matter):
    parts = docx_parts(as_docx(paper_of(matter, today=TODAY)))
    body = parts["word/document.xml"]
    styles = [node.get(f"{W}val") for node in body.iter(f"{W}pStyle")]
    tables = list(body.iter(f"{W}tbl"))

    assert (styles[0], styles.count("Title"), styles.count("Heading1"), styles.count("Heading2")) == ("Title", 1, 8, 3)
    assert [len(list(table.iter(f"{W}tblHeader"))) for table in tables] == [1] * 4
    assert all(table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None for table in tables)
    assert parts["word/styles.xml"].find(f".//{W}rPrDefault//{W}lang").get(f"{W}val") == "de-DE"
    core = {node.tag.partition("}")[2]: node.text for node in parts["docProps/core.xml"]}
    assert core["language"] == "de-DE"
    assert core["title"] == plain(paper_of(matter, today=TODAY)["title"])
    named = {node.get(f"{W}styleId") for node in parts["word/styles.xml"].iter(f"{W}style")}
    assert set(styles) | {"Ruled"} <= named


def test_arabic_words_in_the_text_file_run_from_right_to_left(matter):
    body = docx_parts(as_docx(paper_of(matter, today=TODAY)))["word/document.xml"]
    runs = [("".join(t.text or "" for t in run.iter(f"{W}t")), run.find(f"{W}rPr/{W}rtl") is not None)
            for run in body.iter(f"{W}r")]  # fmt: skip

    assert ("صوريف", True) in runs
    assert all(is_rtl == any("\u0600" <= sign <= "\u06ff" for sign in text) for text, is_rtl in runs)
    assert any(text.startswith(f"{MARK} 2018") for text, _rtl in runs)


def test_gaps_are_marked_in_the_text_file(matter):
    body = docx_parts(as_docx(paper_of(matter, today=TODAY)))["word/document.xml"]
    (gap,) = words_of("de", "still open")
    marked = {"".join(t.text or "" for t in run.iter(f"{W}t")) for run in body.iter(f"{W}r")
              if run.find(f"{W}rPr/{W}highlight") is not None}  # fmt: skip

    assert marked == {gap}


def test_the_same_paper_gives_the_same_text_file(matter):
    sheet = paper_of(matter, today=TODAY)

    assert as_docx(sheet) == as_docx(sheet)


@pytest.mark.parametrize("language", ["de", "ar"])
def test_the_fact_sheet_tells_the_partner_with_sources(matter, language):
    partner = matter.partner
    PopulationFactory(authority=partner, number=25_242, source_url="https://geo.example/1")
    hidden = PartnershipFactory(
        palestinian=partner, german__name_de="Geheim", is_public=False, status=Status.INITIATION
    )
    known = PartnershipFactory(palestinian=partner, german__name_de="Köln", german__name_ar="كولونيا")
    request = RequestFactory(authority=partner, published=True, original_language="ar")
    RequestTextFactory(request=request, key="priorities", language="ar", text="مياه")
    RequestTextFactory(
        request=request, key="priorities", language="de", text="Wasser", is_original=False, state=TextState.DRAFT
    )
    sheet = fact_sheet_of(matter, language, today=TODAY)
    told = " ".join(plain(text) for text in said(sheet))

    for text in ("صوريف", "geo.example", "https://geo.example/1", {"de": "25.242", "ar": "25,242"}[language]):
        assert text in told
    assert {"de": "Köln", "ar": "كولونيا"}[language] in told
    assert known.status_source_url in told
    assert str(hidden.german.name_de) not in told
    (draft,) = words_of(language, "draft of a translation, not checked")
    assert ({"de": "Wasser", "ar": "مياه"}[language] in told, draft in told) == (True, language == "de")
    content = render(TEMPLATE, sheet, language=language)
    assert is_accessible(content)


def test_the_fact_sheet_of_a_hidden_request_says_nothing_of_it(matter):
    request = RequestFactory(authority=matter.partner, state="draft")
    RequestTextFactory(request=request, key="profile", text="not for everybody")

    assert "not for everybody" not in str(fact_sheet_of(matter, "en", today=TODAY))


@pytest.mark.parametrize(
    ("latitude", "longitude", "words"),
    [
        ("31.62", "35.10", "about 10 km north of"),
        ("31.53", "35.205", "about 10 km east of"),
        ("31.466", "35.025", "about 10 km south-west of"),
        ("31.5302", "35.1001", ""),
    ],
)
def test_a_place_is_told_from_a_larger_one_nearby(latitude, longitude, words):
    hebron = AuthorityFactory(palestinian=True, name_en="Hebron", latitude="31.53", longitude="35.10")
    PopulationFactory(authority=hebron, number=200_000)
    place = AuthorityFactory(region=hebron.region, latitude=latitude, longitude=longitude)
    PopulationFactory(authority=place, number=20_000)
    partner = AuthorityFactory(latitude="50.83", longitude="6.90", name_en="Brühl")
    place.refresh_from_db()
    partner.refresh_from_db()

    told = plain(where_it_lies(place, partner))

    assert told.startswith(f"{words} Hebron" if words else "about")
    assert told.endswith("km from Brühl as the crow flies")
    assert where_it_lies(AuthorityFactory(palestinian=True), partner) == ""


def test_a_table_over_two_pages_with_arabic_names_is_read_whole(matter):
    for number in range(40):
        CouncilStepFactory(matter=matter, name=f"لجنة الثقافة {number}")
    sheet = paper_of(CouncilMatter.objects.with_tie().get(pk=matter.pk), today=TODAY)
    content = render(TEMPLATE, sheet, language="de")

    assert len(pypdf.PdfReader(io.BytesIO(content)).pages) > 2
    assert read_pdf(content) == [plain(text) for text in said(sheet)]
