from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils.translation.reloader import translation_file_changed

from jisr.config.catalogues import compile_stale
from jisr.config.static import collect_if_changed
from jisr.web.views.health import is_to_migrate


def tables_are_up_to_date() -> bool:
    """Whether `migrate` has nothing to do, which takes it a second to find out, and was not killed near its end."""
    return not is_to_migrate() and ContentType.objects.count() >= len(apps.get_models())


class Command(BaseCommand):
    help = "Bring messages, tables, static files and the programme's data up to date. Safe to run again."
    requires_system_checks = ()

    def handle(self, *_args: object, **_options: object) -> None:
        settings.HERE.var_dir.mkdir(parents=True, exist_ok=True)
        self._compile_messages()
        self.stdout.write("Bringing the tables up to date ...")
        if not tables_are_up_to_date():
            call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
        if collect_if_changed():
            self.stdout.write("Collected the static files.")
        self.stdout.write("Loading the programme ...")
        call_command("load_programme", stdout=self.stdout, skip_checks=True)
        if settings.HERE.jisr_env == "dev":
            call_command("load_demo", stdout=self.stdout, skip_checks=True)

    def _compile_messages(self) -> None:
        for catalogue in compile_stale():
            translation_file_changed(sender=None, file_path=catalogue)  # what was read before is forgotten
            self.stdout.write(f"Compiled the messages of {catalogue.parts[-3]}.")
