"""Which support fits? One question on each page; the answers stand in the address, which can be shared."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from jisr.advice.models import SupportOption, SupportRule
from jisr.advice.questions import BY_NAME, QUESTIONS, read_answers
from jisr.advice.support import Finding, evaluate
from jisr.web.public_data import remembered


@dataclass(frozen=True)
class Advised:
    """One option with what speaks for it and against it."""

    option: SupportOption
    finding: Finding[SupportRule]

    @property
    def url(self) -> str:
        path = self.option.path
        return path if path.startswith("http") or not path else reverse("home") + path


@require_safe
def support_check(request: HttpRequest) -> HttpResponse:
    answers = read_answers(request.GET.dict())
    wanted = request.GET.get("change", "")
    if wanted in BY_NAME:
        return _ask(request, wanted, answers)
    for question in QUESTIONS:
        if question.name not in answers:
            return _ask(request, question.name, answers)
    return _result(request, answers)


def _ask(request: HttpRequest, name: str, answers: dict[str, str]) -> HttpResponse:
    question = BY_NAME[name]
    number = QUESTIONS.index(question) + 1
    before = {key: value for key, value in answers.items() if key != name}
    context = {
        "question": question,
        "number": number,
        "total": len(QUESTIONS),
        "kept": list(before.items()),
        "chosen": answers.get(name, ""),
        "back": _back(number, answers),
        "is_missing": request.GET.get("asked") == name and name not in answers,
    }
    return render(request, "advice/check_question.html", context)


def _back(number: int, answers: dict[str, str]) -> str:
    """The question before, with the answer that was given there; nothing before the first."""
    if number == 1:
        return ""
    return "?" + urlencode({**answers, "change": QUESTIONS[number - 2].name})


def _result(request: HttpRequest, answers: dict[str, str]) -> HttpResponse:
    today = timezone.localdate()
    found = [Advised(option, evaluate(option.rules.all(), answers, on=today)) for option in _options()]
    context = {
        "answers": [_answered(name, answers) for name in answers],
        "fitting": sorted((row for row in found if row.finding.fits), key=lambda row: -len(row.finding.for_it)),
        "others": [row for row in found if not row.finding.fits],
        "link": request.build_absolute_uri(f"{request.path}?{urlencode(answers)}"),
        "today": today,
    }
    return render(request, "advice/check_result.html", context)


def _options() -> list[SupportOption]:
    rows = SupportOption.objects.select_related("instrument").prefetch_related("rules")
    return remembered("support options", lambda: list(rows))


def _answered(name: str, answers: dict[str, str]) -> tuple[str | Promise, str | Promise, str]:
    question = BY_NAME[name]
    label = dict(question.choices)[answers[name]]
    return question.short, label, "?" + urlencode({**answers, "change": name})
