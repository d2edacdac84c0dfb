#!/bin/sh
# Everything that is checked without running the product. Tells all that is wrong before it fails.
set -u
bin=.venv/bin
failed=""

check() { # $1: what is checked, the rest: the command
    name=$1
    shift
    printf '%s ... ' "$name"
    if told=$("$@" 2>&1); then
        echo ok
    else
        echo "NOT OK"
        echo "$told"
        failed="$failed, $name"
    fi
}

templates() {
    # shellcheck disable=SC2046 # the names have no blanks
    "$bin/djade" --check --target-version 5.2 $(git ls-files --cached --others --exclude-standard 'src/*.html')
}

migrations() {
    VAR_DIR=$(mktemp -d) && export VAR_DIR
    "$bin/jisr" makemigrations --check --dry-run
    result=$?
    rm -rf -- "$VAR_DIR"
    return $result
}

check "style" "$bin/ruff" check --quiet --output-format concise .
check "format" "$bin/ruff" format --quiet --check --diff .
check "types" "$bin/mypy"
check "import rules" "$bin/lint-imports" --no-cache
check "templates" templates
check "migrations" migrations
check "messages" "$bin/python" -m scripts.check_messages

if [ -n "$failed" ]; then
    echo "Not in order:${failed#,}" >&2
    exit 1
fi
