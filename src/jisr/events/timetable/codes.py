"""The six signs of a session in addresses."""

from django.urls import register_converter

from jisr.events.agenda.models import CODE_LENGTH


class CodeConverter:
    """Reads exactly what ``new_code`` draws from."""

    regex = f"[0-9A-Z]{{{CODE_LENGTH}}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(CodeConverter, "session_code")
