"""Forms that take files. The service judges the file; its refusal is shown at the field."""

from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from jisr.documents.states import ACCEPT
from jisr.kernel.errors import DomainError


class UploadField(forms.FileField):
    """One file. Empty and too large files are refused by the service, in the same words everywhere."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - the framework's options
        options.setdefault("label", _("File"))
        super().__init__(
            max_length=None,
            allow_empty_file=True,
            widget=forms.FileInput(attrs={"accept": ACCEPT}),
            error_messages={
                "required": _("Please choose a file."),
                "missing": _("Please choose a file."),
                "invalid": _("Please choose a file."),
            },
            **options,
        )


class VersionForm(forms.Form):
    """A newer file of a document that is there."""

    file = UploadField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "PDF, PNG, JPEG, WebP, DOCX, XLSX, ODT, ODS, CSV or text, at most %(most)s. "
            "Place and camera are taken out of photos."
        ) % {"most": filesizeformat(settings.MAX_UPLOAD_BYTES)}

    def refuse(self, refusal: DomainError) -> None:
        """Show at the field why the file was not taken."""
        self.add_error("file", forms.ValidationError(str(refusal.message), code="refused"))


class DocumentForm(VersionForm):
    """A new document. Only the file is needed, so that nothing else can make one send it twice."""

    title = forms.CharField(
        label=_("Title"),
        help_text=_("What the document is. Without a title it is called like its file."),
        max_length=200,
        required=False,
    )
    language = forms.ChoiceField(label=_("Language of the document"), required=False)

    field_order = ("title", "language", "file")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [("", _("not stated")), *settings.LANGUAGES]
