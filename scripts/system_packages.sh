#!/bin/sh
# Makes sure that the named programs are there: as root on Debian or Ubuntu it installs them, elsewhere it says what to do.
set -eu

packages=""
for program in "$@"; do
    case $program in
        chromium)
            command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 ||
                packages="$packages chromium fonts-dejavu-core"
            ;;
        gettext) command -v xgettext >/dev/null 2>&1 || packages="$packages gettext" ;;
        *) command -v "$program" >/dev/null 2>&1 || packages="$packages $program" ;;
    esac
done
[ -n "$packages" ] || exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "Missing:$packages. Install with: sudo apt-get install$packages (or your system's package manager)" >&2
    exit 1
fi
echo "Installing$packages ..."
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# shellcheck disable=SC2086 # a list of names
apt-get install -qq -y --no-install-recommends $packages >/dev/null
