"""Says before the service starts what uploads are not protected by."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Info, register


@register(deploy=True)
def virus_scanner(**_options: Any) -> list[CheckMessage]:  # noqa: ANN401 - the framework's signature
    """Uploads are checked for their kind and for active content; for known viruses only by a scanner."""
    if settings.CLAMD_URL:
        return []
    return [Info("Uploads are not scanned for viruses.", hint="Set CLAMD_URL to a clamd.", id="documents.I001")]
