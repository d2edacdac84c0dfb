"""Are the message catalogues complete? Every text collected, none fuzzy, none empty, plurals and placeholders right."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "jisr"
LANGUAGES = {"de": 2, "ar": 6}  # how many plural forms each has
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}|(?<!%)%[sd]")

Key = tuple[str, str, str]


def main() -> int:
    found = [problem for language in LANGUAGES for problem in problems(language)]
    print("\n".join(found) or "Complete.")
    return 1 if found else 0


def problems(language: str) -> list[str]:
    """What is wrong with the catalogue of a language, one sentence each."""
    with tempfile.TemporaryDirectory() as folder:
        collected = collect(Path(folder), language)
    path = PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return [f"{language}: there is no catalogue; run `make messages`"]
    catalogue = polib.pofile(str(path))
    return [
        f"{language}: {told}" for told in (*differences(collected, catalogue), *faults(catalogue, LANGUAGES[language]))
    ]


def collect(folder: Path, language: str) -> polib.POFile:
    """The texts that the sources hold now, collected in a copy."""
    copy = folder / "jisr"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("locale", "data", "__pycache__"))
    (copy / "locale" / language / "LC_MESSAGES").mkdir(parents=True)
    command = [sys.executable, "-m", "django", "makemessages", "--locale", language, "--no-wrap"]
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(command, cwd=copy, env=environment, check=False, capture_output=True)
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace"))
    return polib.pofile(str(copy / "locale" / language / "LC_MESSAGES" / "django.po"))


def differences(collected: polib.POFile, catalogue: polib.POFile) -> Iterator[str]:
    """Texts that only one of the two knows."""
    now, kept = keys(collected), keys(catalogue)
    yield from (f"not collected: {text!r}" for _, text, _ in sorted(now - kept))
    yield from (f"no longer used: {text!r}" for _, text, _ in sorted(kept - now))


def keys(catalogue: polib.POFile) -> set[Key]:
    return {(entry.msgctxt or "", entry.msgid, entry.msgid_plural) for entry in catalogue if not entry.obsolete}


def faults(catalogue: polib.POFile, plurals: int) -> Iterator[str]:
    """Entries that are unfinished or would break or mislead a page."""
    if f"nplurals={plurals};" not in catalogue.metadata.get("Plural-Forms", ""):
        yield f"the header must say nplurals={plurals}"
    for entry in catalogue:
        if not entry.obsolete:
            yield from (f"{fault}: {entry.msgid!r}" for fault in entry_faults(entry, plurals))


def entry_faults(entry: polib.POEntry, plurals: int) -> Iterator[str]:
    if entry.fuzzy:
        yield "fuzzy"
    texts = [entry.msgstr_plural.get(form, "") for form in range(plurals)] if entry.msgid_plural else [entry.msgstr]
    if not all(text.strip() for text in texts):
        yield "not translated"
        return
    wanted = placeholders(entry.msgid) | placeholders(entry.msgid_plural)
    for text in texts:
        # A plural form may say "one" or "two" in words; it may not name what the source does not have.
        strange = placeholders(text) - wanted if entry.msgid_plural else placeholders(text) ^ wanted
        if strange:
            yield f"placeholders differ ({', '.join(sorted(strange))})"


def placeholders(text: str) -> set[str]:
    return {match.group(0) for match in PLACEHOLDER.finditer(text)}


if __name__ == "__main__":
    sys.exit(main())
