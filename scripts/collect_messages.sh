#!/bin/sh
# Collects the translatable texts of the package in folder $1 into its catalogues.
set -eu
cd "$1"
for command in "$OLDPWD/.venv/bin/jisr" jisr; do
    command -v "$command" >/dev/null 2>&1 && break
done
exec "$command" makemessages --locale de --locale ar --no-wrap --no-obsolete --add-location file --ignore 'var/*'
