#!/bin/sh
# Compiles requirements/*.in. With hashes and for every platform; without the address of any package index.
set -eu
upgrade=${UPGRADE:+--upgrade}
for name in build base dev; do
    # shellcheck disable=SC2086 # empty or one option
    UV_CUSTOM_COMPILE_COMMAND="make lock" .venv/bin/uv pip compile --quiet --universal --python-version 3.11 \
        --generate-hashes --no-emit-index-url --no-emit-find-links $upgrade \
        --output-file "requirements/$name.txt" "requirements/$name.in"
done
