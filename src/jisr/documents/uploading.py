"""How an upload is received: never more than the limit on the disk, and a full disk is an answer, not a fault."""

import tempfile
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from jisr.documents.inspection import too_large
from jisr.documents.refusals import FileRefused, NoRoom
from jisr.documents.services import no_room

View = Callable[..., HttpResponse]
KEPT_IN_MEMORY_BYTES = 1_048_576


class ReceivedFile(UploadedFile):
    """An upload; ``refusal`` says why it did not arrive whole."""

    refusal: FileRefused | NoRoom | None = None


class CarefulUploadHandler(FileUploadHandler):
    """Spools to a file without a name, so that nothing stays behind whatever ends the request.

    Bytes beyond the limit are read and dropped: the form must still be read to its end, so that nothing typed is lost.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - the framework's signature
        super().new_file(*args, **kwargs)
        # Closed when the request is: Django closes its uploads.
        self.spool = tempfile.SpooledTemporaryFile(KEPT_IN_MEMORY_BYTES, dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115
        self.received = 0
        self.refusal: FileRefused | NoRoom | None = None

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - the framework's signature
        self.received += len(raw_data)
        if self.received > settings.MAX_UPLOAD_BYTES:
            self._give_up(too_large())
        if self.refusal is None:
            try:
                self.spool.write(raw_data)
            except OSError as error:
                self._give_up(no_room(error))

    def file_complete(self, file_size: int) -> ReceivedFile:
        self.spool.seek(0)
        received = ReceivedFile(
            file=self.spool, name=self.file_name, content_type=self.content_type, size=file_size, charset=self.charset
        )
        received.refusal = self.refusal
        return received

    def upload_interrupted(self) -> None:
        if spool := getattr(self, "spool", None):
            spool.close()

    def _give_up(self, refusal: FileRefused | NoRoom) -> None:
        if self.refusal is None:
            self.refusal = refusal
            self.spool.close()
            self.spool = tempfile.SpooledTemporaryFile(KEPT_IN_MEMORY_BYTES)  # noqa: SIM115 - closed with the request


def receives_files(view: View) -> View:
    """Receive the files of a form with care. Put it outermost, above ``login_required`` and ``require_POST``."""
    protected = csrf_protect(view)

    # The handler must be set before anything reads the form, which the check of the form's token does; so that check
    # is made afterwards, here.
    @csrf_exempt
    @wraps(view)
    def received(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        request.upload_handlers = [CarefulUploadHandler(request)]
        return protected(request, *args, **kwargs)

    return received
