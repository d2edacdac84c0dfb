"""A camera at the door: badges are read from a moving picture, and without a camera the door works all the same."""

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone
from PIL import Image, ImageFilter
from playwright.sync_api import Browser, Page, Playwright, expect

from jisr.accounts.states import Role
from jisr.events.attendance.codes import qr_path
from jisr.events.attendance.models import CheckIn
from jisr.events.attendance.services import badge_codes, name_helper
from jisr.events.attendance.states import Problem
from jisr.events.editions.states import State
from jisr.events.models import Edition, Participant, ParticipantKind, Series
from tests.journeys.browser import FLAGS, NARROW, axe, chromium, overflow
from tests.journeys.people import Person, make_person, sign_in

pytestmark = pytest.mark.journey
SIZE = (640, 480)
BADGE = 180
GUESTS = ("Maximiliane Müller", "ليلى النابلسي")
NO_DETECTOR = "delete window.BarcodeDetector"
NO_CAMERA = "MediaDevices.prototype.getUserMedia = async () => { throw new DOMException('', 'NotFoundError'); }; 0"
NO_SECURE_LINE = "Object.defineProperty(window, 'isSecureContext', { value: false }); 0"
OWN_DETECTOR = """window.BarcodeDetector = class {
    static async getSupportedFormats() { return ["qr_code"]; }
    async detect() { return [{ rawValue: "CODE" }]; }
}"""


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the camera sees; read anew whenever it is switched on."""
    return tmp_path_factory.mktemp("camera") / "film.y4m"


@pytest.fixture(scope="module")
def browser(playwright: Playwright, film: Path) -> Iterator[Browser]:
    """A browser with a camera. A context has to allow it."""
    camera = ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}"]
    launched = playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS, *camera])
    yield launched
    launched.close()


def show(film: Path, text: str) -> None:
    """Hold the QR code of ``text`` before the camera: tilted by some degrees, out of focus, in a grainy picture."""
    size, path = qr_path(text)
    code = Image.new("L", (size, size), 255)
    for x, y in re.findall(r"M(\d+) (\d+)", path):
        code.putpixel((int(x), int(y)), 0)
    code = code.resize((BADGE, BADGE), Image.Resampling.NEAREST)
    half_colours = bytes([128]) * (SIZE[0] * SIZE[1] // 2)
    with film.open("wb") as file:
        file.write(b"YUV4MPEG2 W%d H%d F10:1 Ip A1:1 C420jpeg\n" % SIZE)
        for turn in (-9, -4, 3, 8):
            frame = Image.new("L", SIZE, 150)
            turned = code.rotate(turn, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
            frame.paste(turned, (220 + turn, 130 - turn))
            frame = Image.blend(frame.filter(ImageFilter.GaussianBlur(1.3)), Image.effect_noise(SIZE, 70), 0.25)
            file.write(b"FRAME\n" + frame.tobytes() + half_colours)


def make_door() -> tuple[Edition, list[Participant], dict[int, str], Person]:
    """A running meeting with two guests, the codes of their badges, and a helper."""
    now = timezone.now()
    day = {"start_on": now.date(), "end_on": now.date(), "start_precision": "day", "end_precision": "day"}
    series = Series.objects.create(slug=f"series-{uuid4().hex[:8]}", kind="conference", name_de="Reihe", name_en="Row")
    titles = {"title_de": "Konferenz am Rhein", "title_en": "Conference", "title_ar": "مؤتمر الراين"}
    edition = Edition.objects.create(
        series=series, slug=f"meeting-{uuid4().hex[:8]}", state=State.RUNNING, mode="onsite", **titles, **day
    )
    kind = ParticipantKind.objects.create(edition=edition, key="guest", name_de="Gast", name_en="Guest")
    guests = [
        Participant.objects.create(
            edition=edition, kind=kind, full_name=name, state="confirmed", registered_at=now, confirmed_at=now
        )
        for name in GUESTS
    ]
    team, helper = make_person("Tamara", role=Role.EVENTS).row, make_person("Hanna")
    name_helper(edition, helper.email, actor=team, at=now)
    codes = {person: row.code for person, row in badge_codes(edition, actor=team, at=now).items()}
    return edition, guests, codes, helper


def part(page: Page, name: str):
    return page.locator(f"[data-part={name}]")


def open_page(page: Page, edition: Edition, helper: Person, language: str) -> list[str]:
    """Open the door's page. Returns the scripts it loaded."""
    sign_in(page, helper, language)
    scripts: list[str] = []
    page.on("requestfinished", lambda request: scripts.append(request.url))
    page.goto(f"/{language}/workspace/meetings/{edition.slug}/check-in/", wait_until="networkidle")
    expect(page.locator("[data-ready=yes]")).to_have_count(1)
    return [re.sub(r"\.[0-9a-f]{12}\.", ".", url.rpartition("/events/")[2]) for url in scripts if url.endswith(".js")]


def sound(page: Page) -> None:
    axe(page)
    assert overflow(page) == 0


def test_a_browser_that_reads_no_codes_scans_badges_while_the_line_is_down(reader, site, records, film):
    edition, (anna, _laila), codes, helper = make_door()
    phone = reader("de", width=NARROW)
    phone.add_init_script(NO_DETECTOR)
    phone.context.grant_permissions(["camera"])
    show(film, codes[anna.pk])
    assert open_page(phone, edition, helper, "de")[-2:] == ["qr/decode.js", "qr/index.js"]
    button, state, log, status = (part(phone, name) for name in ("camera", "camera-state", "log", "status"))
    assert phone.evaluate("document.querySelector('[data-part=video]').srcObject") is None

    phone.context.set_offline(True)
    button.click()
    expect(state).to_have_text("Die Kamera ist an. Halten Sie den Code eines Namensschilds davor.")
    expect(button).to_have_text("Kamera ausschalten")
    expect(log.locator("li")).to_have_text(["anwesend M. M."])
    sound(phone)
    phone.wait_for_timeout(4000)  # longer than a code has to be away to count again
    expect(log.locator("li")).to_have_count(1)
    expect(status).to_contain_text("Noch nicht gesendet: 1")
    phone.get_by_label("geht").check()
    expect(log.locator("li")).to_have_text(["gegangen M. M.", "anwesend M. M."])

    button.click()
    expect(state).to_have_text("Die Kamera ist aus.")
    expect(part(phone, "video")).to_be_hidden()
    show(film, "https://example.org/a-poster")
    button.click()
    expect(log.locator("li").first).to_have_text("kein Code eines Namensschilds")
    expect(status).to_contain_text("Noch nicht gesendet: 2")
    assert CheckIn.objects.filter(edition=edition).count() == 0

    phone.context.set_offline(False)
    expect(status).to_contain_text("Noch nicht gesendet: 0")
    rows = CheckIn.objects.filter(edition=edition).order_by("happened_at")
    assert [(row.participant, row.direction, row.problem) for row in rows] == [
        (anna, "in", Problem.NONE),
        (anna, "out", Problem.NONE),
    ]


def test_a_page_that_is_put_away_lets_go_of_the_camera(reader, site, records, film):
    edition, (_anna, laila), codes, helper = make_door()
    phone = reader("ar", width=NARROW)
    phone.add_init_script(NO_DETECTOR)
    phone.context.grant_permissions(["camera"])
    show(film, codes[laila.pk])
    open_page(phone, edition, helper, "ar")
    part(phone, "camera").click()
    expect(part(phone, "log").locator("li")).to_have_text(["داخل ل. ا."])
    track = phone.evaluate_handle("document.querySelector('[data-part=video]').srcObject.getTracks()[0]")
    assert track.evaluate("track => [track.kind, track.readyState]") == ["video", "live"]
    sound(phone)

    phone.evaluate("Object.defineProperty(document, 'hidden', { value: true })")
    phone.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    assert track.evaluate("track => track.readyState") == "ended"
    expect(part(phone, "camera-state")).to_have_text("الكاميرا متوقفة.")
    expect(part(phone, "camera")).to_have_text("المسح بالكاميرا")


def test_who_cannot_use_the_camera_is_told_why_and_types(reader, site, records):
    edition, (_anna, laila), codes, helper = make_door()
    phone = reader("ar", width=NARROW)
    phone.add_init_script(OWN_DETECTOR)
    phone.context.grant_permissions([])
    assert [name for name in open_page(phone, edition, helper, "ar") if name.startswith("qr/")] == []

    part(phone, "camera").click()
    expect(part(phone, "camera-state")).to_contain_text("لا يسمح لهذه الصفحة باستخدام الكاميرا.")
    expect(part(phone, "camera")).to_have_text("المسح بالكاميرا")
    sound(phone)
    for missing, told in [(NO_CAMERA, "لا توجد كاميرا في هذا الجهاز."), (NO_SECURE_LINE, "https")]:
        phone.evaluate(missing)
        part(phone, "camera").click()
        expect(part(phone, "camera-state")).to_contain_text(told)
    part(phone, "code-form").locator("[name=code]").fill(codes[laila.pk])
    part(phone, "code-form").locator("button").click()
    expect(part(phone, "log").locator("li")).to_have_count(1)
    expect(part(phone, "status")).to_contain_text("لم يرسل بعد: 0")
    assert CheckIn.objects.get(edition=edition).participant == laila


def test_a_reader_that_did_not_arrive_is_asked_for_again(reader, site, records, film, watch):
    edition, (anna, _laila), codes, helper = make_door()
    phone = reader("en", width=NARROW)
    phone.add_init_script(NO_DETECTOR)
    phone.context.grant_permissions(["camera"])
    show(film, codes[anna.pk])
    phone.route("**/qr/*.js", lambda route: route.abort())
    open_page(phone, edition, helper, "en")
    part(phone, "camera").click()
    expect(part(phone, "camera-state")).to_contain_text("The program that reads codes could not be loaded.")
    expect(part(phone, "video")).to_be_hidden()
    assert {error.rpartition(": ")[2] for error in watch.errors} == {"net::ERR_FAILED"}
    watch.errors.clear()

    phone.unroute("**/qr/*.js")
    part(phone, "camera").click()
    expect(part(phone, "log").locator("li")).to_have_text(["in M. M."])
