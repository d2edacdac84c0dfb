"""A conference that does not exist, for trying the product: registration is open, and some sessions are planned."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from jisr.accounts.models import User
from jisr.events.agenda.models import EditionVenue, Room, Session, Venue
from jisr.events.editions.services import Step, create_edition, move_edition
from jisr.events.models import Edition, Kind, Mode, ParticipantKind, Series
from jisr.kernel.dates import PartialDate
from jisr.municipalities.models import Country

ZONE = "Asia/Hebron"
MONTHS_AHEAD = 9
LASTS_DAYS = 3
VISITORS = 20
TITLE = {
    "title_de": "Beispiel: Sechste deutsch-palästinensische kommunale Partnerschaftskonferenz",
    "title_en": "Example: Sixth German-Palestinian municipal partnership conference",
    "title_ar": "مثال: المؤتمر السادس للشراكات البلدية الألمانية الفلسطينية",
}
TEXTS = {
    "summary_de": "Diese Konferenz gibt es nicht. Sie zeigt, wie ein Treffen hier aussieht.",
    "summary_en": "This conference does not exist. It shows what a meeting looks like here.",
    "summary_ar": "هذا المؤتمر غير موجود. وهو يبين كيف يبدو اللقاء هنا.",
    "place_de": "Palästina",
    "place_en": "Palestine",
    "place_ar": "فلسطين",
}
KINDS = (
    ("mayor", "Bürgermeisterin oder Bürgermeister", "Mayor", "رئيس بلدية", 30),
    ("expert", "Fachkraft", "Specialist", "خبير مختص", 60),
    ("association", "Verband", "Association", "اتحاد", 10),
    ("partner", "Partnerorganisation", "Partner body", "جهة شريكة", None),
)
SESSIONS = (  # kind, day, hour, minutes, titles
    ("plenary", 0, 9, 90, "Eröffnung: Was wurde daraus?", "Opening: what became of it?", "الافتتاح: ماذا تحقق؟"),
    ("panel", 0, 11, 60, "Wasser sparen in Städten", "Saving water in towns", "توفير المياه في المدن"),
    ("working_group", 1, 9, 180, "Arbeitsgruppe Abfall", "Working group on waste", "مجموعة عمل النفايات"),
    ("site_visit", 2, 9, 240, "Besuch einer Kläranlage", "Visit to a wastewater plant", "زيارة محطة معالجة"),
)


@transaction.atomic
def load(*, actor: User, at: datetime) -> int:
    """Make the conference unless it is there; return how many were made. Without the programme's series, none is."""
    series = Series.objects.filter(slug="partnership-conference", kind=Kind.CONFERENCE).first()
    if series is None or series.editions.filter(title_en=TITLE["title_en"]).exists():
        return 0
    follows = series.editions.order_by("-start_on").first()
    edition = create_edition(series.slug, _facts(at), reason="Beispiel", follows=follows, actor=actor, at=at)
    for position, (key, *names, places) in enumerate(KINDS):
        ParticipantKind.objects.create(
            edition=edition, key=key, places=places, position=position, **_in_three("name", names)
        )
    _plan_sessions(edition)
    for name in ("announce", "open"):
        move_edition(edition.slug, Step(name), actor=actor, at=at)
    return 1


def _facts(at: datetime) -> dict[str, Any]:
    first = at.date() + timedelta(days=30 * MONTHS_AHEAD)
    first += timedelta(days=-first.weekday() % 7)  # a Monday
    return {
        **TITLE,
        **TEXTS,
        "start": PartialDate(first),
        "end": PartialDate(first + timedelta(days=LASTS_DAYS - 1)),
        "registration_deadline": first - timedelta(days=45),
        "zone": ZONE,
        "mode": Mode.HYBRID,
        "country": Country.objects.get(code="PS"),
    }


def _in_three(stem: str, texts: Any) -> dict[str, str]:  # noqa: ANN401 - three texts
    return {f"{stem}_{language}": text for language, text in zip(("de", "en", "ar"), texts, strict=True)}


def _plan_sessions(edition: Edition) -> None:
    venue = Venue.objects.create(zone=ZONE, **_in_three("name", ("Beispielhaus", "Example house", "بيت المثال")))
    EditionVenue.objects.create(edition=edition, venue=venue)
    hall = Room.objects.create(venue=venue, capacity=120, **_in_three("name", ("Saal", "Hall", "القاعة")))
    for kind, day, hour, minutes, *titles in SESSIONS:
        Session.objects.create(
            edition=edition,
            kind=kind,
            room=None if kind == "site_visit" else hall,
            starts_at=_moment(edition.start_on, day, hour),
            minutes=minutes,
            languages=["de", "ar"],
            needs_signup=kind == "site_visit",
            places=VISITORS if kind == "site_visit" else None,
            **_in_three("title", titles),
        )


def _moment(first: date, day: int, hour: int) -> datetime:
    return datetime.combine(first + timedelta(days=day), time(hour), tzinfo=ZoneInfo(ZONE))
