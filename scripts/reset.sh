#!/bin/sh
# Deletes the trial's data after asking. CONFIRM=yes answers beforehand.
set -eu
folder=${VAR_DIR:-var}
if [ ! -d "$folder" ]; then
    echo "Nothing to delete: there is no folder $folder."
    exit 0
fi
answer=${CONFIRM:-}
if [ -z "$answer" ]; then
    printf 'Delete the database and all uploads in %s? Type yes: ' "$folder"
    read -r answer || answer=""
fi
if [ "$answer" != yes ]; then
    echo "Nothing was deleted."
    exit 1
fi
rm -rf -- "$folder/jisr.sqlite3" "$folder/jisr.sqlite3-shm" "$folder/jisr.sqlite3-wal" \
    "$folder/static" "$folder/build" "$folder/media"
echo "Deleted. make run begins anew."
