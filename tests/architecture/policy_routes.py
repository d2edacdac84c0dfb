"""The table of the policy walk: every route, how it is built, and what each kind of reader gets there.

A new route needs one line in ``ROUTES``: its name, what is expected (see ``policy_world``), and ``build`` when its
address has parts. ``build`` gets the world, the reader (``None`` for strangers) and ``"own"`` or ``"foreign"``.
"""

from typing import Any

from django.utils import timezone

from jisr.accounts.models import User
from jisr.accounts.states import Role
from jisr.content.services import receive_feedback
from jisr.exports.models import Export
from jisr.exports.states import State as ExportState
from jisr.kernel import trail
from jisr.municipalities.models import AuthorityContact, Proposal
from jisr.municipalities.policies import DECIDING_STAFF, READING_STAFF
from jisr.notifications.models import Message
from jisr.partnerships.models import Partnership, TieContact
from tests.architecture.event_routes import (
    agenda,
    attendance,
    editions,
    groups,
    registration,
    results,
    talks,
    timetable,
    travel,
)
from tests.architecture.policy_world import (
    Build,
    Route,
    World,
    advised,
    adviser_else_back,
    given,
    members,
    of_members,
    only_staff,
    own,
    peers,
    public,
    signed_in,
    staff,
    within,
)
from tests.factories.advice import (
    EnquiryFactory,
    PeerConsentFactory,
    PeerQuestionFactory,
    ReplyTemplateFactory,
    StepFactory,
)
from tests.factories.agreements import AgreementFactory
from tests.factories.council import CouncilMatterFactory, CouncilStepFactory
from tests.factories.documents import make_document
from tests.factories.events import EditionFactory
from tests.factories.imports import ImportFactory
from tests.factories.introductions import (
    CallFactory,
    IntroductionFactory,
    IntroductionStepFactory,
    VisitFactory,
)
from tests.factories.memberships import OrganisationFactory
from tests.factories.municipalities import AuthorityFactory, PopulationFactory, ThemeFactory
from tests.factories.partnerships import PartnershipFactory
from tests.factories.projects import EvidenceFactory, JointProjectFactory
from tests.factories.requests import RequestFactory


def _authority(world: World, _reader: User | None, place: str) -> list[Any]:
    return [world.authorities[place].slug]


def _body(world: World, _reader: User | None, place: str) -> list[Any]:
    return ["authority", world.authorities[place].slug]


def _request(world: World, _reader: User | None, place: str) -> list[Any]:
    return [world.requests[place].public_id]


def _history(world: World, _reader: User | None, place: str) -> list[Any]:
    """Of a membership, with one step in it."""
    membership = world.requests[place]
    trail.record("municipalities.membership_asked", membership, actor=membership.user)
    return ["municipalities.membership", membership.pk]


def _person(world: World, reader: User | None, place: str) -> list[Any]:
    return [world.owner(reader, place).public_id]


def _message(world: World, reader: User | None, place: str) -> list[Any]:
    now = timezone.now()
    made = Message.objects.create(
        recipient=world.owner(reader, place),
        kind="municipalities.membership_ended",
        language="en",
        subject_line="A membership has ended",
        body="x",
        text="x",
        html="x",
        created_at=now,
        next_attempt_at=now,
    )
    return [made.key]


def _organisations(number: int) -> Build:
    return lambda _world, _reader, _place: [row.public_id for row in OrganisationFactory.create_batch(number)]


def _twice(world: World, _reader: User | None, place: str) -> list[Any]:
    return [world.authorities[place].slug, AuthorityFactory().slug]


def _contact(world: World, _reader: User | None, place: str) -> list[Any]:
    authority = world.authorities[place]
    made = AuthorityContact.objects.create(authority=authority, role="press", phone="1")
    return [authority.slug, made.public_id]


def _proposal(world: World, _reader: User | None, place: str) -> list[Any]:
    made = Proposal.objects.create(authority=world.authorities[place], values={"website": "x"}, known={}, note="x")
    return [made.public_id]


def _tie(world: World, _reader: User | None, place: str) -> list[Any]:
    tie = world.authorities[place].german_ties.first() or PartnershipFactory(german=world.authorities[place])
    return [tie.slug]


def _agreement(*more: Any) -> Build:
    """An agreement of the reader's own tie, whose German side they may be, or of another one."""

    def build(world: World, reader: User | None, place: str) -> list[Any]:
        tie = Partnership.objects.get(slug=_tie(world, reader, place)[0])
        return [tie.slug, AgreementFactory(tie=tie).public_id, *more]

    return build


def _council(*more: Any) -> Build:
    """A paper for the council of the own or of another authority."""

    def build(world: World, reader: User | None, place: str) -> list[Any]:
        tie = Partnership.objects.get(slug=_tie(world, reader, place)[0])
        return [CouncilMatterFactory(tie=tie).public_id, *more]

    return build


def _council_step(world: World, reader: User | None, place: str) -> list[Any]:
    tie = Partnership.objects.get(slug=_tie(world, reader, place)[0])
    step = CouncilStepFactory(matter__tie=tie, is_shared=True)
    return [step.matter.public_id, step.public_id]


def _tie_contact(world: World, reader: User | None, place: str) -> list[Any]:
    tie = Partnership.objects.get(slug=_tie(world, reader, place)[0])
    return [tie.slug, TieContact.objects.create(partnership=tie, role="press", phone="1").public_id]


def _project(*more: Any) -> Build:
    """A joint project of the tie of an authority."""

    def build(world: World, reader: User | None, place: str) -> list[Any]:
        tie = Partnership.objects.get(slug=_tie(world, reader, place)[0])
        return [JointProjectFactory(tie=tie).public_id, *more]

    return build


def _tie_side(*more: Any) -> Build:
    """The side of a tie that the authority is on, with what stands behind it in the address."""
    return lambda world, reader, place: [*_tie(world, reader, place), "german", *more]


def _evidence(world: World, reader: User | None, place: str) -> list[Any]:
    tie = Partnership.objects.get(slug=_tie(world, reader, place)[0])
    return [EvidenceFactory(tie=tie).public_id]


def _export(world: World, reader: User | None, place: str) -> list[Any]:
    now = timezone.now()
    made = Export.objects.create(
        table="municipalities",
        format="csv",
        language="en",
        asked_by=world.owner(reader, place),
        asked_at=now,
        heard_of_at=now,
        expires_at=now,
        state=ExportState.WAITING,
    )
    return [made.public_id]


def _document(*more: Any) -> Build:
    """A paper of a case that no room opens to anybody."""
    return lambda _world, _reader, _place: [make_document().public_id, *more]


def _import(_world: World, _reader: User | None, _place: str) -> list[Any]:
    return [ImportFactory().public_id]


def _feedback(_world: World, _reader: User | None, _place: str) -> list[Any]:
    report = receive_feedback(page_address="", barrier="x", email="", language="en", at=timezone.now())
    return [report.reference]


def _enquiry(world: World, reader: User | None, place: str) -> list[Any]:
    """Of the reader's own authority, or of another one."""
    return [EnquiryFactory(authority=world.authorities[place]).reference]


def _step_of(world: World, _reader: User | None, place: str) -> list[Any]:
    return [StepFactory(enquiry__authority=world.authorities[place]).public_id]


def _consent(world: World, _reader: User | None, place: str) -> list[Any]:
    return [PeerConsentFactory(authority=world.authorities[place]).public_id]


def _peer_question(world: World, _reader: User | None, place: str) -> list[Any]:
    return [PeerQuestionFactory(consent__authority=world.authorities[place]).public_id]


def _own_authority(world: World, _reader: User | None, place: str) -> list[Any]:
    return [world.authorities[place].slug]


def _reply_template(_world: World, _reader: User | None, _place: str) -> list[Any]:
    return [ReplyTemplateFactory().slug]


def _slug(factory: Any) -> Build:
    return lambda _world, _reader, _place: [factory().slug]


def _entry(*more: Any) -> Build:
    """A thing of the directory."""
    return lambda world, _reader, place: ["authorities", world.authorities[place].slug, *more]


def _figure(world: World, _reader: User | None, place: str) -> list[Any]:
    figure = PopulationFactory(authority=world.authorities[place])
    return ["authorities", world.authorities[place].slug, "populations", figure.pk]


def _case(*more: Any, state: str = "draft") -> Build:
    """The request or offer of an authority, still hidden, with what stands behind it in the address."""
    return lambda world, _reader, place: [
        RequestFactory(authority=world.authorities[place], state=state).public_id,
        *more,
    ]


def _introduction(*more: Any, is_open: bool = False) -> Build:
    """Of the reader's own authority, or of another one; with what stands behind it in the address."""
    return lambda world, _reader, place: [
        IntroductionFactory(german=world.authorities[place], open=is_open).public_id,
        *more,
    ]


def _of_room(factory: Any, *more: Any) -> Build:
    """Something in the room of an open introduction."""

    def build(world: World, _reader: User | None, place: str) -> list[Any]:
        row = factory(introduction__german=world.authorities[place])
        return [row.introduction.public_id, row.public_id, *more]

    return build


def _call_file(world: World, _reader: User | None, place: str) -> list[Any]:
    return [CallFactory(introduction__german=world.authorities[place]).introduction.public_id]


DECIDERS, READERS = DECIDING_STAFF, READING_STAFF
ROUTES: dict[str, Route] = {
    # for everybody
    "entry": Route(public("302")),
    "other-language": Route(public("302"), given()),
    "healthz": Route(public()),
    "readyz": Route(public("200", "503")),
    "robots": Route(public()),
    "sitemap": Route(public()),
    "sitemap-section": Route(public(), given("municipalities")),
    "partnership-feed": Route(public(), given("en")),
    "news-feed": Route(public(), given("en")),
    "municipalities:authorities": Route(public()),
    "municipalities:authority": Route(public(), _authority),
    "municipalities:themes": Route(public()),
    "municipalities:theme": Route(public(), _slug(ThemeFactory)),
    "partnerships:partnerships": Route(public()),
    "partnerships:map": Route(public()),
    "partnerships:figures": Route(public()),
    "partnerships:partnership": Route(public(), _slug(PartnershipFactory)),
    "request-feed": Route(public(), given("en")),
    "requests:requests": Route(public()),
    "requests:map": Route(public()),
    "requests:request": Route(public(), lambda _w, _r, _p: [RequestFactory(published=True).slug]),
    "requests:sheet": Route(public(), lambda _w, _r, _p: [RequestFactory(published=True).slug]),
    "events:editions": Route(public()),
    "events:edition": Route(public(), _slug(EditionFactory)),
    **editions.ROUTES,
    **registration.ROUTES,
    **agenda.ROUTES,
    **timetable.ROUTES,
    **travel.ROUTES,
    **attendance.ROUTES,
    **groups.ROUTES,
    **talks.ROUTES,
    **results.ROUTES,
    "search:search": Route(public()),
    "web:style": Route(public()),
    "home": Route(public("200", "404")),  # 404 before the programme was loaded
    "wagtail_serve": Route(public("404"), given("no-such-page/")),
    "wagtaildocs_serve": Route(public("404"), given(1, "x.pdf")),
    "wagtaildocs_authenticate_with_password": Route(public("302"), given(1)),
    "feedback": Route(public()),
    "feedback_received": Route(public(), _feedback),
    "advice:advice": Route(public()),
    "advice:ask": Route(public()),
    "advice:received": Route(public(), _enquiry),
    "advice:check": Route(public()),
    # one's own account
    "accounts:overview": Route(signed_in()),
    "accounts:own-data": Route(signed_in()),
    "accounts:own-data-zip": Route(signed_in("302")),  # the password first
    "accounts:erase": Route(signed_in()),
    "accounts:erased": Route(public()),
    "accounts:session-end": Route(public("405"), given(1)),
    "accounts:invitation": Route(public("404", "410"), given("unknown")),
    "accounts:people": Route(staff(Role.ADMINISTRATOR)),
    "accounts:invite": Route(staff(Role.ADMINISTRATOR)),
    "accounts:person": Route(staff(Role.ADMINISTRATOR), _person),
    "accounts:person-grant": Route(public("405"), _person),
    "accounts:person-revoke": Route(public("405"), _person),
    "accounts:person-reset": Route(public("405"), _person),
    "accounts:data-protection": Route(staff(Role.AUDIT)),
    # the workspace
    "workspace:home": Route(signed_in()),
    "workspace:hat": Route(signed_in("405")),
    "municipalities:my_memberships": Route(signed_in()),
    "municipalities:membership_search": Route(signed_in()),
    "municipalities:membership_ask": Route(signed_in(), _body),
    "municipalities:membership_queue": Route(staff(*READERS)),
    "municipalities:membership": Route(members(*READERS), _request),
    "municipalities:membership_accept": Route(signed_in("405"), _request),
    "municipalities:membership_confirm": Route(signed_in("405"), _request),
    "municipalities:membership_refuse": Route(members(*DECIDERS, but_refused=READERS), _request),
    "municipalities:membership_end": Route(members(*DECIDERS, but_refused=READERS), _request),
    "municipalities:membership_hand_over": Route(members(*DECIDERS, but_refused=READERS), _request),
    "municipalities:members": Route(members(*READERS), _body),
    "municipalities:member_invite": Route(members(*DECIDERS), _body),
    "municipalities:directory_home": Route(staff(answer="302")),
    "municipalities:directory": Route(staff(), given("authorities")),
    "municipalities:directory_new": Route(adviser_else_back, given("authorities")),
    "municipalities:directory_view_save": Route(public("405"), given("authorities")),
    "municipalities:directory_view_remove": Route(public("405"), given("authorities")),
    "municipalities:directory_entry": Route(staff(), _entry()),
    "municipalities:directory_history": Route(staff(), _entry()),
    "municipalities:directory_parts": Route(staff(), _entry("populations")),
    "municipalities:directory_part_new": Route(staff(Role.ADVISER), _entry("populations")),
    "municipalities:directory_part": Route(staff(Role.ADVISER), _figure),
    "municipalities:directory_part_remove": Route(public("405"), _figure),
    "municipalities:duplicates": Route(staff(Role.ADVISER)),
    "municipalities:merge_choose": Route(staff(Role.ADVISER), _authority),
    "municipalities:merge": Route(staff(Role.ADVISER), _twice),
    "municipalities:merge_choose_organisation": Route(staff(Role.ADVISER), _organisations(1)),
    "municipalities:merge_organisation": Route(staff(Role.ADVISER), _organisations(2)),
    "municipalities:succession": Route(staff(Role.ADVISER), _authority),
    "municipalities:succession_who": Route(staff(Role.ADVISER, answer="302"), _authority),  # the first step first
    "municipalities:succession_which": Route(staff(Role.ADVISER, answer="302"), _authority),
    "municipalities:succession_holdings": Route(staff(Role.ADVISER, answer="302"), _authority),
    "municipalities:succession_check": Route(staff(Role.ADVISER, answer="302"), _authority),
    "municipalities:succession_done": Route(staff(Role.ADVISER, answer="302"), _authority),
    "municipalities:proposals": Route(signed_in()),
    "municipalities:proposal": Route(of_members(*Role), _proposal),
    "municipalities:propose": Route(of_members(), _authority),
    "municipalities:contacts": Route(of_members(*Role), _authority),
    "municipalities:contacts_add": Route(only_staff(Role.ADVISER), _authority),
    "municipalities:contacts_edit": Route(only_staff(Role.ADVISER), _contact),
    "municipalities:contacts_note": Route(signed_in("405"), _contact),
    "municipalities:contacts_end": Route(signed_in("405"), _contact),
    "ties:silent": Route(staff(Role.ADVISER)),
    "ties:rules": Route(staff(Role.ADVISER)),
    "ties:ties": Route(signed_in()),
    "ties:tie": Route(of_members(*Role), _tie),
    "ties:move": Route(members(Role.ADVISER), lambda w, r, p: [*_tie(w, r, p), "pause"]),
    "ties:publish": Route(signed_in("405"), _tie),
    "ties:sides": Route(staff(Role.ADVISER), _tie),
    "ties:agreement_new": Route(members(Role.ADVISER), _tie),
    "ties:agreement": Route(of_members(*Role), _agreement()),
    "ties:agreement_edit": Route(members(Role.ADVISER), _agreement()),
    "ties:agreement_sign": Route(members(Role.ADVISER), _agreement(0)),
    "ties:agreement_notice": Route(members(Role.ADVISER), _agreement()),
    "ties:agreement_discard": Route(signed_in("405"), _agreement()),
    "ties:contacts": Route(of_members(*Role), _tie),
    "council:tie": Route(of_members(*Role), _tie),
    "council:start": Route(signed_in("405"), lambda w, r, p: [*_tie(w, r, p), "german"]),
    "council:matter": Route(of_members(*Role), _council()),
    "council:page": Route(members(Role.ADVISER), _council("head")),
    "council:withdraw": Route(members(Role.ADVISER), _council()),
    "council:step_add": Route(members(Role.ADVISER), _council()),
    "council:step": Route(members(Role.ADVISER), _council_step),
    "council:outcome": Route(members(Role.ADVISER), _council_step),
    "council:step_move": Route(signed_in("405"), _council_step),
    "council:step_remove": Route(signed_in("405"), _council_step),
    "council:paper": Route(of_members(*Role), _council()),
    "council:paper_pdf": Route(of_members(*Role), _council()),
    "council:paper_docx": Route(of_members(*Role), _council()),
    "council:summary_pdf": Route(of_members(*Role), _council()),
    "council:fact_sheet": Route(of_members(*Role), _council("de")),
    "ties:contacts_add": Route(only_staff(Role.ADVISER), _tie),
    "ties:contacts_edit": Route(only_staff(Role.ADVISER), _tie_contact),
    "ties:contacts_note": Route(signed_in("405"), _tie_contact),
    "ties:contacts_end": Route(signed_in("405"), _tie_contact),
    "ties:months": Route(staff(Role.ADVISER, answer="405"), _tie),
    "projects:projects": Route(signed_in()),
    "projects:start": Route(members(Role.ADVISER), _tie),
    "projects:project": Route(of_members(*Role), _project()),
    "projects:page": Route(members(Role.ADVISER), _project("need")),
    "projects:discard": Route(signed_in("405"), _project("need")),
    "projects:move": Route(members(Role.ADVISER), _project("drop")),
    "expectations:table": Route(staff()),
    "expectations:tie": Route(of_members(*Role), _tie),
    "expectations:promise": Route(members(Role.ADVISER), _tie_side("release")),
    "expectations:evidence_add": Route(members(Role.ADVISER), _tie_side("release")),
    "expectations:evidence_remove": Route(signed_in("405"), _evidence),
    "municipalities:imports": Route(staff(Role.ADVISER, Role.AUDIT)),
    "municipalities:import_upload": Route(staff(Role.ADVISER)),
    "municipalities:import": Route(staff(Role.ADVISER, Role.AUDIT), _import),
    "municipalities:import_columns": Route(staff(Role.ADVISER, answer="302"), _import),  # a register needs none
    "municipalities:import_check": Route(staff(Role.ADVISER, answer="405"), _import),
    "municipalities:import_apply": Route(staff(Role.ADVISER, answer="405"), _import),
    "municipalities:import_go_on": Route(staff(Role.ADVISER, answer="405"), _import),
    "municipalities:import_drop": Route(staff(Role.ADVISER, answer="405"), _import),
    "requests:mine": Route(signed_in()),
    "requests:queue": Route(staff(*READERS)),
    "requests:start": Route(signed_in("405"), _authority),
    "requests:case": Route(within(*READERS), _case()),
    "requests:step": Route(members(Role.ADVISER), _case("profile")),
    "requests:answer": Route(signed_in("405"), _case(1)),
    "requests:language": Route(signed_in("405"), _case()),
    "requests:check": Route(members(Role.ADVISER), _case()),
    "requests:move": Route(members(Role.ADVISER), _case("withdraw")),
    "requests:withdraw_consent": Route(signed_in("405"), _case()),
    "requests:ask_back": Route(staff(Role.ADVISER), _case(state="submitted")),
    "requests:translate": Route(staff(Role.ADVISER), _case("de")),
    "suggestions:choose": Route(staff(Role.ADVISER)),
    "suggestions:of": Route(staff(Role.ADVISER), _authority),
    "suggestions:add": Route(staff(Role.ADVISER), _authority),
    "suggestions:send": Route(staff(Role.ADVISER, answer="302")),  # nothing was chosen
    "suggestions:weights": Route(staff(Role.ADVISER)),
    "suggestions:rounds": Route(staff(Role.ADVISER)),
    "suggestions:round_ask": Route(staff(Role.ADVISER, answer="405")),
    "suggestions:never": Route(staff(Role.ADVISER)),
    "suggestions:ours": Route(members(Role.ADVISER), _authority),
    "suggestions:exposure": Route(signed_in()),
    "introductions:mine": Route(signed_in()),
    "introductions:office": Route(staff(*READERS)),
    "introductions:interest": Route(signed_in(), _authority),
    "introductions:introduction": Route(within(*READERS), _introduction(is_open=True)),
    "introductions:answer": Route(signed_in("405"), _introduction()),
    "introductions:end": Route(members(Role.ADVISER), _introduction("withdraw", is_open=True)),
    "introductions:note": Route(signed_in("405"), _introduction(is_open=True)),
    "introductions:call": Route(members(Role.ADVISER), _introduction(is_open=True)),
    "introductions:call_cancel": Route(signed_in("405"), _introduction(is_open=True)),
    "introductions:calendar": Route(within(*READERS), _call_file),
    "introductions:visit": Route(members(Role.ADVISER), _introduction(is_open=True)),
    "introductions:visit_settle": Route(signed_in("405"), _of_room(VisitFactory, "done")),
    "introductions:step": Route(members(Role.ADVISER), _introduction(is_open=True)),
    "introductions:step_done": Route(signed_in("405"), _of_room(IntroductionStepFactory)),
    "introductions:paper": Route(members(Role.ADVISER), _introduction(is_open=True)),
    # advice
    "advice:queue": Route(staff(Role.ADVISER)),
    "advice:mine": Route(signed_in()),
    "advice:note": Route(staff(Role.ADVISER)),
    "advice:templates": Route(staff(Role.ADVISER)),
    "advice:template": Route(staff(Role.ADVISER), _reply_template),
    "advice:enquiry": Route(advised(Role.ADVISER), _enquiry),
    "advice:answer": Route(staff(Role.ADVISER), _enquiry),
    "advice:hand_over": Route(staff(Role.ADVISER), _enquiry),
    "advice:sort": Route(staff(Role.ADVISER), _enquiry),
    "advice:merge": Route(staff(Role.ADVISER), _enquiry),
    "advice:close": Route(staff(Role.ADVISER), _enquiry),
    "advice:forget": Route(staff(Role.ADVISER), _enquiry),
    "advice:entry_add": Route(staff(Role.ADVISER), _enquiry),
    "advice:step_add": Route(staff(Role.ADVISER), _enquiry),
    "advice:take": Route(staff(Role.ADVISER, answer="405"), _enquiry),
    "advice:reopen": Route(staff(Role.ADVISER, answer="405"), _enquiry),
    "advice:clear": Route(staff(Role.ADVISER, answer="405"), _enquiry),
    "advice:step_done": Route(signed_in("405"), _step_of),
    "advice:peers": Route(peers("403")),
    "advice:peer_ask": Route(peers("404"), _consent),
    "advice:consent_withdraw": Route(signed_in("405"), _consent),
    "advice:consent": Route(advised(), _own_authority),
    "advice:question": Route(advised(Role.ADVISER), _peer_question),
    "advice:question_settle": Route(signed_in("405"), _peer_question),
    "audit:trail": Route(staff(Role.AUDIT)),
    "audit:proofs": Route(staff(Role.AUDIT)),
    "audit:prove": Route(public("405")),
    "audit:history": Route(members(*READERS), _history),
    "notifications:inbox": Route(signed_in()),
    "notifications:mark": Route(signed_in("405")),
    "notifications:settings": Route(signed_in()),
    "notifications:undelivered": Route(staff(Role.ADVISER)),
    "notifications:send_again": Route(staff(Role.ADVISER, answer="405"), _message),
    "notifications:message": Route(own(), _message),
    "notifications:unread": Route(signed_in("405"), _message),
    "documents:add": Route(signed_in("404"), given("forged")),
    "documents:document": Route(signed_in("404"), _document()),
    "documents:renew": Route(public("405"), _document()),
    "documents:file": Route(signed_in("404"), _document(1)),
    "exports:exports": Route(signed_in()),
    "exports:csv": Route(signed_in("404"), given("unknown-list")),
    "exports:xlsx": Route(signed_in("404"), given("unknown-list")),
    "exports:export": Route(own(), _export),
    "exports:file": Route(signed_in("404"), _export),  # the worker has not written it yet
}

# Pages of allauth: for strangers, or for people who are signed in. Their own rules are tested in tests/accounts.
ALLAUTH = ("account_", "mfa_", "usersessions_", "socialaccount_", "openid_connect_")
ALLAUTH_FOR_STRANGERS = {
    "account_login": "200",
    "account_signup": "200",
    "account_logout": "302",
    "account_inactive": "200",
    "account_reset_password": "200",
    "account_reset_password_done": "200",
    "account_reset_password_from_key_done": "200",
    "account_email_verification_sent": "200",
    "socialaccount_login_cancelled": "200",
    "socialaccount_login_error": "401",
}
ALLAUTH_WITH_PARTS = {
    "account_confirm_email": ["unknown"],
    "account_reset_password_from_key": ["1", "x-y"],
    "mfa_remove_webauthn": [1],
    "mfa_edit_webauthn": [1],
    "openid_connect_login": ["unknown"],
    "openid_connect_callback": ["unknown"],
}

# Wagtail's desk guards its own pages; the door before all of them and some pages behind it are tried.
DESK = (
    "/cms/",
    "/cms/pages/",
    "/cms/images/",
    "/cms/documents/",
    "/cms/users/",
    "/cms/settings/",
    "/cms/barriers/",
    "/cms/no-such-page/",
)
