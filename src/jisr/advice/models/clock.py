"""By when an answer is due: working days by urgency, and the days on which the office is closed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from jisr.advice.queries import AnswerRuleQuerySet
from jisr.advice.states import Urgency


class AnswerRule(models.Model):
    """How many working days an answer may take, from a day on."""

    valid_from = models.DateField(_("valid from"))
    urgency = models.CharField(_("urgency"), max_length=8, choices=Urgency)
    working_days = models.PositiveSmallIntegerField(_("working days"))
    source = models.CharField(_("source"), max_length=200)

    objects = AnswerRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer time")
        verbose_name_plural = _("answer times")
        ordering = ("-valid_from", "urgency")
        constraints = (
            models.UniqueConstraint(fields=["valid_from", "urgency"], name="advice_answer_rule_once_a_day"),
            models.CheckConstraint(condition=models.Q(working_days__gte=1), name="advice_answer_rule_takes_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.get_urgency_display()}: {self.working_days}"


class Holiday(models.Model):
    """A day on which the programme office is closed."""

    day = models.DateField(_("day"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("public holiday")
        verbose_name_plural = _("public holidays")
        ordering = ("day",)

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
