"""The words of travel: what is on a checklist, who does it, who bears which cost, what people wish and need."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ItemKind(models.TextChoices):
    """What has to be seen to before somebody travels, in the order of time."""

    PERSONAL_DATA = "personal_data", _("Personal travel data")
    INVITATION = "invitation", _("Invitation letter")
    VISA_APPOINTMENT = "visa_appointment", _("Visa appointment")
    INSURANCE = "insurance", _("Travel insurance")
    NEEDS = "needs", _("Dietary and access needs")
    JOURNEY = "journey", _("Arrival and departure")
    VISA = "visa", _("Visa granted")
    ACCOMMODATION = "accommodation", _("Accommodation")
    PERMIT = "permit", _("Permits and border crossing")
    TRANSFER = "transfer", _("Transfer")


VISA_KINDS: Final = (ItemKind.VISA_APPOINTMENT, ItemKind.VISA)


class ItemState(models.TextChoices):
    """Where an item stands."""

    OPEN = "open", pgettext_lazy("state of a travel item", "open")
    UNDER_WAY = "under_way", pgettext_lazy("state of a travel item", "in progress")
    DONE = "done", pgettext_lazy("state of a travel item", "done")
    NOT_NEEDED = "not_needed", pgettext_lazy("state of a travel item", "not needed")


OUTSTANDING: Final = (ItemState.OPEN, ItemState.UNDER_WAY)
ITEM_TONES: Final = {
    ItemState.OPEN: "waiting",
    ItemState.UNDER_WAY: "info",
    ItemState.DONE: "good",
    ItemState.NOT_NEEDED: "neutral",
}


class Doer(models.TextChoices):
    """Who sees to an item."""

    PERSON = "person", _("the traveller")
    COORDINATOR = "coordinator", _("the coordinator of the authority")
    OFFICE = "office", _("the programme office")


class Stage(models.TextChoices):
    """When somebody is reminded of an item."""

    AHEAD = "ahead", pgettext_lazy("reminder", "some weeks before")
    DUE = "due", pgettext_lazy("reminder", "when it is due")
    LATE = "late", pgettext_lazy("reminder", "when it is late")


class CostCategory(models.TextChoices):
    """What costs money when somebody travels to a meeting."""

    WHOLE_JOURNEY = "whole_journey", _("the whole journey")
    TRAVEL = "travel", _("travel to the place and back")
    VISA = "visa", _("visa fees")
    INSURANCE = "insurance", _("travel insurance")
    ACCOMMODATION = "accommodation", _("accommodation")
    MEALS = "meals", _("meals during the meeting")
    TRANSFER = "transfer", _("transfers at the place")
    INTERPRETATION = "interpretation", _("interpretation")
    WORKING_TIME = "working_time", _("working time of staff who are released")


class Bearer(models.TextChoices):
    """Who bears a cost."""

    PROGRAMME = "programme", _("the programme office")
    SENDER = "sender", _("the authority or body that sends the person")
    HOST = "host", _("the host")
    PERSON = "person", _("the traveller")


class RoomWish(models.TextChoices):
    """What room somebody would like. Nobody is asked for more."""

    NONE = "none", pgettext_lazy("hotel room", "no wish")
    SINGLE = "single", pgettext_lazy("hotel room", "single room")
    SHARED = "shared", pgettext_lazy("hotel room", "shared room")


class Diet(models.TextChoices):
    """What somebody eats."""

    NONE = "none", pgettext_lazy("food", "no special wish")
    HALAL = "halal", pgettext_lazy("food", "halal")
    VEGETARIAN = "vegetarian", pgettext_lazy("food", "vegetarian")
    VEGAN = "vegan", pgettext_lazy("food", "vegan")
    GLUTEN_FREE = "gluten_free", pgettext_lazy("food", "gluten-free")
    OTHER = "other", pgettext_lazy("food", "other, see the note")


class AccessNeed(models.TextChoices):
    """What somebody needs to take part."""

    STEP_FREE = "step_free", _("ways without steps")
    WHEELCHAIR = "wheelchair", _("room for a wheelchair")
    HEARING = "hearing", _("help for hearing")
    SIGN_LANGUAGE = "sign_language", _("sign language interpretation")
    SIGHT = "sight", _("documents for people who see little or nothing")
    COMPANION = "companion", _("a person who comes along to assist")
    OTHER = "other", pgettext_lazy("access need", "other, see the note")


class NameList(models.TextChoices):
    """Lists with names, for those outside who need them."""

    HOTEL = "hotel", _("For the hotel")
    TRANSPORT = "transport", _("For transport")
    INTERPRETERS = "interpreters", _("For interpreters")
    CATERING = "catering", _("For catering")
