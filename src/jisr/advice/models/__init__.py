"""What advice stores."""

from jisr.advice.models.clock import AnswerRule, Holiday
from jisr.advice.models.enquiry import Enquiry
from jisr.advice.models.peer import PeerConsent, PeerQuestion
from jisr.advice.models.record import Entry, NextStep
from jisr.advice.models.support import Instrument, SupportOption, SupportRule
from jisr.advice.models.template import ReplyTemplate

__all__ = [
    "AnswerRule",
    "Enquiry",
    "Entry",
    "Holiday",
    "Instrument",
    "NextStep",
    "PeerConsent",
    "PeerQuestion",
    "ReplyTemplate",
    "SupportOption",
    "SupportRule",
]
