"""The answer clock, the support check and the templates for replies, from the tables in ``data/``."""

from collections.abc import Callable
from datetime import date

from django.db import transaction

from jisr.advice.models import AnswerRule, Holiday, Instrument, ReplyTemplate, SupportOption, SupportRule
from jisr.kernel.tables import Row, in_three, read_table, split_cell
from jisr.municipalities.loading import load_changed

HERE = "jisr.advice"
NUMBERS = {
    "min_eur": "min_eur",
    "max_eur": "max_eur",
    "funding_share_pct": "funding_share_max_pct",
    "own_share_pct": "own_share_min_pct",
    "min_months": "min_duration_months",
    "max_months": "max_duration_months",
}


@transaction.atomic
def load_advice() -> dict[str, int]:
    """Load what advice needs; return how many rows were new or changed."""
    return {
        "answer times": _load("answer_rules", "advice answer rules", ("valid_from", "urgency"), _load_answer_rule),
        "holidays": _load("holidays", "advice holidays", ("day",), _load_holiday),
        "instruments": _load("funding_instruments", "advice instruments", ("slug", "call"), _load_instrument),
        "support": _load("support_options", "advice support options", ("slug",), _load_option),
        "support rules": _load("support_rules", "advice support rules", ("code",), _load_rule),
        "reply templates": _load("reply_templates", "advice reply templates", ("slug",), _load_template),
    }


def _load(table: str, known_as: str, key: tuple[str, ...], load: Callable[[str, Row], None]) -> int:
    rows = [(" ".join(row[column] for column in key), row) for row in read_table(HERE, table)]
    return load_changed(known_as, rows, load)


def _load_answer_rule(_key: str, row: Row) -> None:
    AnswerRule.objects.update_or_create(
        valid_from=date.fromisoformat(row["valid_from"]),
        urgency=row["urgency"],
        defaults={"working_days": int(row["working_days"]), "source": row["source"]},
    )


def _load_holiday(_key: str, row: Row) -> None:
    columns = {**in_three(row, "name"), "source": row["source"]}
    Holiday.objects.update_or_create(day=date.fromisoformat(row["day"]), defaults=columns)


def _load_instrument(_key: str, row: Row) -> None:
    taken = {"slug", "call", "name_de", "name_en", "source", "source_date", "application_deadline", *NUMBERS.values()}
    columns = {
        **{name: _number(row[column]) for name, column in NUMBERS.items()},
        "name_de": row["name_de"],
        "name_en": row["name_en"],
        "deadline_on": _day(row["application_deadline"]),
        "facts": {name: cell for name, cell in row.items() if name not in taken and cell},
        "source_url": row["source"],
        "source_date": row["source_date"],
    }
    Instrument.objects.update_or_create(slug=row["slug"], call=row["call"], defaults=columns)


def _load_option(slug: str, row: Row) -> None:
    columns = {
        "kind": row["kind"],
        "path": row["path"],
        "place": int(row["place"]),
        "instrument": Instrument.objects.filter(slug=row["instrument"], call=row["call"]).first(),
        **in_three(row, "name"),
        **in_three(row, "text"),
    }
    SupportOption.objects.update_or_create(slug=slug, defaults=columns)


def _load_rule(code: str, row: Row) -> None:
    columns = {
        "option": SupportOption.objects.get(slug=row["option"]),
        "question": row["question"],
        "answers": split_cell(row["answers"]),
        **in_three(row, "reason_for"),
        **in_three(row, "reason_against"),
        "valid_from": date.fromisoformat(row["valid_from"]),
        "valid_to": _day(row["valid_to"]),
        "source_url": row["source"],
        "source_date": row["source_date"],
    }
    SupportRule.objects.update_or_create(code=code, defaults=columns)


def _load_template(slug: str, row: Row) -> None:
    columns = {"topic": row["topic"], **in_three(row, "title"), **in_three(row, "subject")}
    columns |= {name: cell.replace("\\n", "\n") for name, cell in in_three(row, "body").items()}
    ReplyTemplate.objects.update_or_create(slug=slug, defaults=columns)


def _number(cell: str) -> int | None:
    return int(cell) if cell else None


def _day(cell: str) -> date | None:
    """A whole day; a month or a year alone is no deadline."""
    return date.fromisoformat(cell) if len(cell) == len("2026-11-22") else None
