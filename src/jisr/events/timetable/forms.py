"""Forms of the documentation: photos, who is on them, files, and what those who speak allow."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from jisr.documents.forms import UploadField
from jisr.events.editions.models import Edition
from jisr.events.timetable.models import EditionPhoto
from jisr.events.timetable.states import FileKind
from jisr.web.fields import Lines, lines

LONGEST_TITLE, LONGEST_ALTERNATIVE, LONGEST_NOTE, LONGEST_URL = 200, 250, 300, 400


def _words(label: Any, hint: Any = "", *, longest: int, required: bool = True) -> forms.CharField:  # noqa: ANN401
    field = forms.CharField(label=label, help_text=hint, max_length=longest, required=required)
    field.widget.attrs["dir"] = "auto"
    return field


def _alternative(label: Any) -> Lines:  # noqa: ANN401 - lazy text
    hint = _("One sentence for people who do not see the photo.")
    return lines(label, hint, longest=LONGEST_ALTERNATIVE, rows=2)


class PhotoWordsForm(forms.Form):
    """What a photo shows, who made it, and whether it may be shown."""

    alternative_de = _alternative(_("What the photo shows, in German"))
    alternative_en = _alternative(_("What the photo shows, in English"))
    alternative_ar = _alternative(_("What the photo shows, in Arabic"))
    credit = _words(_("Photographer"), _("As it stands below the photo."), longest=120)
    people_note = lines(
        _("Who can be recognised, and how they agreed"),
        _("For the office only. For example: nobody can be recognised, or: all four agreed in writing on 14 May."),
        longest=LONGEST_NOTE,
        required=False,
        rows=2,
    )
    is_released = forms.BooleanField(
        label=_("Show this photo in public"),
        help_text=_("It shows only while everybody who is named on it agrees."),
        required=False,
    )


class PhotoForm(PhotoWordsForm):
    """A new photo. It is released in a second step, when it is said who is on it."""

    file = UploadField(label=_("Photo"), help_text=_("JPEG, PNG or WebP. Place and camera are taken out of it."))
    is_released = None  # type: ignore[assignment]
    field_order = ("file", "alternative_de", "alternative_en", "alternative_ar", "credit", "people_note")


class PersonForm(forms.Form):
    """Somebody on a photo."""

    participant = forms.ChoiceField(label=_("Who is on the photo?"))
    note = _words(
        _("How and when they agreed"),
        _("If you know it. Without a note the person is asked now."),
        longest=LONGEST_NOTE,
        required=False,
    )

    def __init__(self, *args: Any, photo: EditionPhoto, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        rows = photo.edition.people.coming().exclude(full_name="").order_by("full_name", "pk")
        self.people = {str(row.public_id): row for row in rows}
        choices = [(key, row.full_name) for key, row in self.people.items()]
        self.fields["participant"].choices = [("", _("Please choose")), *choices]


class FileWordsForm(forms.Form):
    """How a file is called, and whether it is shown."""

    title_de = _words(_("Title in German"), longest=LONGEST_TITLE)
    title_en = _words(_("Title in English"), longest=LONGEST_TITLE)
    title_ar = _words(_("Title in Arabic"), longest=LONGEST_TITLE)
    language = forms.ChoiceField(label=_("Language of the file"), required=False)
    is_released = forms.BooleanField(
        label=_("Show this in public"),
        help_text=_("Slides and recordings show only if those who speak allow it."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [("", _("not stated")), *settings.LANGUAGES]


class FileForm(FileWordsForm):
    """A new file or address."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=FileKind.choices, widget=forms.RadioSelect)
    session = forms.ChoiceField(label=_("Session"), help_text=_("For a recording."), required=False)
    speaker = forms.ChoiceField(label=_("Whose slides?"), help_text=_("For slides."), required=False)
    file = UploadField(required=False, help_text=_("A file, or an address below."))
    url = forms.URLField(
        label=_("Address"),
        help_text=_("For example of a recording."),
        max_length=LONGEST_URL,
        required=False,
        assume_scheme="https",
    )
    field_order = ("kind", "session", "speaker", "title_de", "title_en", "title_ar", "language", "file", "url")

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        sessions = edition.sessions.scheduled().prefetch_related("speakers")
        self.sessions = {session.code: session for session in sessions}
        self.speakers = {
            str(speaker.pk): (session, speaker) for session in sessions for speaker in session.speakers.all()
        }
        self.fields["session"].choices = [
            ("", _("none")),
            *((code, session.title) for code, session in self.sessions.items()),
        ]
        self.fields["speaker"].choices = [
            ("", _("nobody")),
            *((key, f"{speaker.full_name} · {session.title}") for key, (session, speaker) in self.speakers.items()),
        ]

    def belonging(self) -> dict[str, Any]:
        """To which session and whom the file belongs; slides belong to the session of their speaker."""
        session, speaker = self.sessions.get(self.cleaned_data["session"]), None
        if self.cleaned_data["kind"] == FileKind.SLIDES:
            session, speaker = self.speakers.get(self.cleaned_data["speaker"], (session, None))
        return {"session": session, "speaker": speaker}


class TalkForm(forms.Form):
    """What of one's own session may be shown."""

    may_slides = forms.BooleanField(label=_("My slides may be shown"), required=False)
    may_record = forms.BooleanField(
        label=_("The recording may be shown"),
        help_text=_("It shows only if everybody who speaks in the session allows it."),
        required=False,
    )


class AllowanceForm(TalkForm):
    """The same as the office heard it."""

    may_slides = forms.BooleanField(label=_("Slides may be shown"), required=False)
    note = _words(_("How and when they agreed"), longest=LONGEST_NOTE, required=False)
