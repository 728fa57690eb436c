#!/bin/sh
# Runs one of the repository's own scripts on the right Node: sh scripts/run.sh scripts/NAME.ts [ARGUMENT...]
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd) || exit 1
. "$root/scripts/ready.sh"
PATH="$(dirname -- "$node"):$PATH"
export PATH
exec "$node" "$@"
