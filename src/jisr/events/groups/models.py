"""Working groups of an edition, what people wish, and the plans of who is where."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jisr.events.agenda.models import Session
from jisr.events.groups.problem import MOST_WISHES
from jisr.events.groups.queries import GroupQuerySet, PlaceQuerySet, PlanQuerySet, WishListQuerySet
from jisr.events.groups.states import HAS_PLACES, TONES, Failure, PlanState, Purpose, Stage
from jisr.events.registration.models import Participant, ParticipantKind
from jisr.kernel.models import Timestamped
from jisr.municipalities.models import Authority, Theme

MOST_PLACES = 500
LARGEST_SHARE = 50


def _person() -> "models.ForeignKey":
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")


class GroupRules(Timestamped):
    """When wishes are taken and what an allocation keeps to, for one edition. Its row is the lock of all planning.

    ``most_per_body``: people of the same authority in one group; 0 for any number. ``least_share``: percent of each
    side among the people of both; 0 for no rule. ``without_kinds``: who joins no group, such as interpreters.
    """

    edition = models.OneToOneField("events.Edition", models.CASCADE, related_name="group_rules")
    wishes_open_at = models.DateTimeField(_("wishes can be ranked from"), null=True, blank=True)
    wishes_close_at = models.DateTimeField(_("wishes can be ranked until"), null=True, blank=True)
    most_per_body = models.PositiveSmallIntegerField(_("people of the same authority in one group"), default=2)
    least_share = models.PositiveSmallIntegerField(_("share of each side in percent"), default=30)
    without_kinds = models.ManyToManyField(ParticipantKind, verbose_name=_("who joins no group"), blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("rules of working groups")
        verbose_name_plural = _("rules of working groups")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(wishes_open_at__isnull=True)
                | Q(wishes_close_at__isnull=True)
                | Q(wishes_close_at__gt=F("wishes_open_at")),
                name="events_group_rules_wishes_close_after_they_open",
            ),
            models.CheckConstraint(
                condition=Q(least_share__lte=LARGEST_SHARE), name="events_group_rules_share_leaves_room"
            ),
        )

    def __str__(self) -> str:
        return str(self.edition)

    def get_absolute_url(self) -> str:
        return reverse("groups:desk", args=[self.edition.slug])


class WorkingGroup(Timestamped):
    """One working group. ``interpreted``: pairs of from and into; what is interpreted is spoken there."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey("events.Edition", models.PROTECT, related_name="working_groups")
    title = models.CharField(_("title"), max_length=160)
    description = models.TextField(_("description"), max_length=1500, blank=True)
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, blank=True, related_name="working_groups")
    capacity = models.PositiveSmallIntegerField(
        _("places"), validators=[MinValueValidator(1), MaxValueValidator(MOST_PLACES)]
    )
    minimum = models.PositiveSmallIntegerField(_("people at least"), default=0)
    spoken = models.JSONField(_("languages spoken"), default=list)
    interpreted = models.JSONField(_("interpretation"), default=list)
    session = models.ForeignKey(Session, models.SET_NULL, null=True, blank=True, related_name="working_groups")
    moderator = models.ForeignKey(Participant, models.SET_NULL, null=True, blank=True, related_name="moderated_groups")
    host = models.ForeignKey(Authority, models.PROTECT, null=True, blank=True, related_name="hosted_groups")
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    is_cancelled = models.BooleanField(_("does not take place"), default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = GroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("working group")
        verbose_name_plural = _("working groups")
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(capacity__gte=1, capacity__lte=MOST_PLACES), name="events_working_group_has_places"
            ),
            models.CheckConstraint(
                condition=Q(minimum__lte=F("capacity")), name="events_working_group_minimum_fits_in"
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("groups:edit", args=[self.edition.slug, self.public_id])


class WishList(Timestamped):
    """What one participant wishes. ``version`` grows with each change: two tabs meet."""

    participant = models.OneToOneField(Participant, models.CASCADE, related_name="wish_list")
    takes_part = models.BooleanField(_("takes part in a working group"), default=True)
    changed_at = models.DateTimeField(editable=False)
    changed_by = _person()
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = WishListQuerySet.as_manager()

    class Meta:
        verbose_name = _("wishes for working groups")
        verbose_name_plural = _("wishes for working groups")
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.participant)

    def get_absolute_url(self) -> str:
        return reverse("groups:rank", args=[self.participant.edition.slug, self.participant.public_id])


class Wish(models.Model):
    """One group on one place of a list; 1 is the first wish."""

    wish_list = models.ForeignKey(WishList, models.CASCADE, related_name="wishes")
    group = models.ForeignKey(WorkingGroup, models.CASCADE, related_name="wishes")
    rank = models.PositiveSmallIntegerField(_("place"))

    class Meta:
        verbose_name = _("wish")
        verbose_name_plural = _("wishes")
        ordering = ("wish_list", "rank")
        constraints = (
            models.UniqueConstraint(fields=["wish_list", "rank"], name="events_wish_one_per_place"),
            models.UniqueConstraint(fields=["wish_list", "group"], name="events_wish_group_once"),
            models.CheckConstraint(condition=Q(rank__gte=1, rank__lte=MOST_WISHES), name="events_wish_place_counts"),
        )

    def __str__(self) -> str:
        return f"{self.rank}. {self.group}"


class GroupPlan(models.Model):
    """One computed allocation with what proves it. Changed only by ``planning`` and ``placing``.

    ``inputs`` is what it was computed from, so that a publication can say what has changed since. ``objective`` and
    ``bound`` are points: the lower, the better. ``heard_of_at``: when the worker last moved on.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey("events.Edition", models.CASCADE, related_name="group_plans")
    number = models.PositiveIntegerField()
    purpose = models.CharField(max_length=8, choices=Purpose, default=Purpose.SET)
    state = models.CharField(_("state"), max_length=10, choices=PlanState, default=PlanState.RUNNING, editable=False)
    stage = models.CharField(max_length=8, choices=Stage, default=Stage.WAITING, editable=False)
    failure = models.CharField(max_length=8, choices=Failure, blank=True, editable=False)
    allows_moves = models.BooleanField(default=False)
    seed = models.PositiveIntegerField(default=1)
    parameters = models.JSONField(default=dict)
    inputs = models.JSONField(default=dict)
    inputs_hash = models.CharField(max_length=32, blank=True)
    based_on = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = _person()
    heard_of_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    seconds = models.FloatField(null=True)
    objective = models.PositiveIntegerField(null=True)
    bound = models.FloatField(null=True)
    report = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    published_at = models.DateTimeField(null=True)
    published_by = _person()

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan of working groups")
        verbose_name_plural = _("plans of working groups")
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=["edition", "number"], name="events_group_plan_number_once"),
            models.UniqueConstraint(
                fields=["edition"], condition=Q(state=PlanState.RUNNING), name="events_group_plan_one_runs"
            ),
            models.UniqueConstraint(
                fields=["edition"], condition=Q(state=PlanState.PUBLISHED), name="events_group_plan_one_published"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=HAS_PLACES)
                | Q(objective__isnull=False, bound__isnull=False, finished_at__isnull=False),
                name="events_group_plan_with_places_has_figures",
            ),
            models.CheckConstraint(
                condition=~Q(state=PlanState.PUBLISHED) | Q(published_at__isnull=False, purpose=Purpose.SET),
                name="events_group_plan_published_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(state=PlanState.FAILED, failure__gt="") | (~Q(state=PlanState.FAILED) & Q(failure="")),
                name="events_group_plan_failed_says_why",
            ),
        )

    def __str__(self) -> str:
        return str(_("Plan %(number)s") % {"number": self.number})

    def get_absolute_url(self) -> str:
        return reverse("groups:plan", args=[self.edition.slug, self.public_id])

    @property
    def tone(self) -> str:
        return TONES[PlanState(self.state)]

    @property
    def is_trial(self) -> bool:
        """Whether it only answers a question and can never be published."""
        return self.purpose != Purpose.SET


class GroupPlace(models.Model):
    """Where a plan puts one participant. ``reasons``: why none of the first wishes, kept when it is published."""

    plan = models.ForeignKey(GroupPlan, models.CASCADE, related_name="places")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="group_places")
    group = models.ForeignKey(WorkingGroup, models.PROTECT, related_name="places")
    rank = models.PositiveSmallIntegerField(_("which wish"), null=True)
    is_pinned = models.BooleanField(_("placed by hand"), default=False)
    reasons = models.JSONField(default=list)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("place in a working group")
        verbose_name_plural = _("places in working groups")
        ordering = ("plan", "group", "pk")
        constraints = (
            models.UniqueConstraint(fields=["plan", "participant"], name="events_group_place_once_per_plan"),
        )

    def __str__(self) -> str:
        return f"{self.participant}: {self.group}"
