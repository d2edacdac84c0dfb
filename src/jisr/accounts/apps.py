from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "jisr.accounts"
    verbose_name = _("accounts")

    def ready(self) -> None:
        from jisr.accounts import listening, personal  # noqa: PLC0415 - models are ready only now

        listening.listen()
        personal.register()
