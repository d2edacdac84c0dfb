#!/bin/sh
# Prints a Python that is new enough. Names what is missing with the command that installs it, and fails.
set -u

how_to_install() { # $1: packages on Debian, $2: on Fedora, $3: with Homebrew
    if command -v apt-get >/dev/null 2>&1; then
        echo "apt-get install $1"
    elif command -v dnf >/dev/null 2>&1; then
        echo "dnf install $2"
    elif command -v brew >/dev/null 2>&1; then
        echo "brew install $3"
    else
        echo "your system's package manager: $1"
    fi
}

missing() {
    echo "Missing: $1. Install it with: $2" >&2
    exit 1
}

command -v git >/dev/null 2>&1 || missing "git" "$(how_to_install git git git)"

found=""
for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        found=$candidate
        break
    fi
done
[ -n "$found" ] || missing "Python 3.11 or newer" "$(how_to_install 'python3 python3-venv' python3 python3)"
"$found" -c 'import ensurepip, venv' >/dev/null 2>&1 ||
    missing "the venv module of $found" "$(how_to_install python3-venv python3 python3)"
echo "$found"
