"""Enquiries: who asks what, until when the office answers, and who has it in hand."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from jisr.advice.queries import EnquiryQuerySet
from jisr.advice.states import TONES, Channel, State, Topic, Urgency
from jisr.kernel.models import Timestamped
from jisr.municipalities.models import Authority

# Letters and digits that nobody mixes up when reading them out.
_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LONGEST_MESSAGE = 5000


def new_reference() -> str:
    """A reference that cannot be guessed: ten signs, about 50 bits."""
    return "".join(secrets.choice(_SIGNS) for _place in range(10))


class Enquiry(Timestamped):
    """One question to the programme office, and the head of its advice record. Changes only in ``services``.

    ``form_key`` is the key of the form it was typed in, so that a second click makes no second enquiry.
    ``forgotten_at`` is set once name, address and words were taken out. ``is_suspect`` sets aside what looks like
    advertising; an adviser reads it all the same.
    """

    reference = models.CharField(_("reference"), max_length=10, unique=True, default=new_reference, editable=False)
    form_key = models.CharField(max_length=64, unique=True, default=secrets.token_hex, editable=False)
    topic = models.CharField(_("topic"), max_length=12, choices=Topic)
    urgency = models.CharField(_("urgency"), max_length=8, choices=Urgency, default=Urgency.NORMAL)
    channel = models.CharField(_("came"), max_length=8, choices=Channel, default=Channel.FORM)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="enquiries")
    contact_name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    body_name = models.CharField(_("authority or organisation"), max_length=160, blank=True)
    authority = models.ForeignKey(Authority, models.PROTECT, null=True, blank=True, related_name="enquiries")
    other_authority = models.ForeignKey(Authority, models.PROTECT, null=True, blank=True, related_name="+")
    message = models.TextField(_("question"), max_length=LONGEST_MESSAGE, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.NEW, editable=False)
    is_suspect = models.BooleanField(_("looks like advertising"), default=False, editable=False)
    received_at = models.DateTimeField(_("received"), editable=False)
    due_on = models.DateField(_("answer due by"), editable=False)
    adviser = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("adviser")
    )
    taken_at = models.DateTimeField(null=True, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="doubles")
    forgotten_at = models.DateTimeField(null=True, editable=False)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        ordering = ("due_on", "pk")
        indexes = (
            models.Index(fields=["state", "is_suspect", "due_on"], name="advice_enquiry_queue"),
            models.Index(fields=["email"], name="advice_enquiry_email"),
        )
        constraints = (
            models.CheckConstraint(
                condition=~Q(state=State.ANSWERED) | Q(answered_at__isnull=False),
                name="advice_enquiry_answered_is_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.CLOSED, State.MERGED]) | Q(closed_at__isnull=False),
                name="advice_enquiry_closed_is_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.NEW) | Q(adviser__isnull=True), name="advice_enquiry_new_is_nobodys"
            ),
            models.CheckConstraint(
                condition=Q(state=State.MERGED, merged_into__isnull=False)
                | (~Q(state=State.MERGED) & Q(merged_into__isnull=True)),
                name="advice_enquiry_merged_names_the_other",
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="advice_enquiry_merged_with_another"),
        )

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("advice:enquiry", args=[self.reference])

    @property
    def tone(self) -> str:
        return TONES[State(self.state)]

    @property
    def is_open(self) -> bool:
        return self.state in (State.NEW, State.IN_HAND)

    @property
    def is_overdue(self) -> bool:
        """Whether the day has passed, or had passed when the answer went out."""
        ended = self.answered_at or self.closed_at
        return (timezone.localdate(ended) if ended else timezone.localdate()) > self.due_on

    @property
    def direction(self) -> str:
        return "rtl" if translation.get_language_info(self.language)["bidi"] else "ltr"

    @property
    def can_be_answered(self) -> bool:
        """Whether there is somewhere to send an answer to."""
        return bool(self.email or (self.user and self.user.is_active))
