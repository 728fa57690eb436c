#!/bin/sh
# Installs the dependencies and, where the Node on the PATH is too old, a right one from the npm registry.
# Everything lands inside the checkout; nothing global is touched. Usage: setup.sh ROOT
set -eu
root=$1
say() { printf 'slipway setup: %s\n' "$1" >&2; }

command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 || {
  say 'cannot find node and npm on the PATH. Install Node.js 20 or later (any package manager has it) and run the same command again.'
  exit 1
}

# Two commands started at once on a fresh clone must not install over each other.
lock="$root/.setup.lock"
waited=0
nameless=0
until mkdir "$lock" 2>/dev/null; do
  owner=$(cat "$lock/pid" 2>/dev/null || echo '')
  # An owner writes its number at once; one that was killed before that leaves a lock without any.
  if [ -n "$owner" ]; then nameless=0; else nameless=$((nameless + 1)); fi
  if { [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; } || [ "$nameless" -gt 5 ]; then
    # Of several that wait only one can rename it away.
    if mv "$lock" "$lock.stale.$$" 2>/dev/null; then rm -rf "$lock.stale.$$"; fi
    nameless=0
    continue
  fi
  [ "$waited" -gt 0 ] || say 'another setup is running here, waiting for it'
  waited=$((waited + 1))
  [ "$waited" -lt 900 ] || { say "gave up waiting; remove $lock if no setup is running"; exit 1; }
  sleep 1
done
echo $$ >"$lock/pid"
trap 'rm -rf "$lock"' EXIT
trap 'exit 130' INT TERM

# The setup that we waited for may have done all of it: installing again would pull the floor from under its caller.
stamp="$root/node_modules/.slipway-node"
if [ "$waited" -gt 0 ] && [ -f "$stamp" ] && [ ! "$root/package-lock.json" -nt "$stamp" ] &&
  [ ! "$root/scripts/node/package-lock.json" -nt "$stamp" ]; then
  exit 0
fi

# npm tells nested npm where the outer project is; each install here must find its own.
unset npm_config_local_prefix npm_config_prefix npm_package_json INIT_CWD 2>/dev/null || true
log="$lock/log"
install() {
  (cd "$1" && npm ci --no-audit --no-fund --loglevel=error) >"$log" 2>&1 || {
    cat "$log" >&2
    say "npm ci failed in $1 (its output is above); check the network and run the same command again"
    exit 1
  }
}

if node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || (a === 22 && b >= 18) ? 0 : 1)'; then
  node=$(node -p process.execPath)
else
  own="$root/scripts/node"
  find_own() {
    node=''
    for candidate in "$own"/node_modules/node-*/bin/node "$own"/node_modules/node-*/bin/node.exe; do
      if [ -x "$candidate" ]; then node=$candidate; fi
    done
  }
  find_own
  # One that is in use must not be replaced under a running Slipway, so it is only installed when it is not the right one.
  if [ -z "$node" ] || [ "$own/package-lock.json" -nt "$own/node_modules/.package-lock.json" ]; then
    say "Node $(node -p process.versions.node) is older than 22.18: getting a newer one from the npm registry"
    install "$own"
    find_own
  fi
  [ -n "$node" ] || {
    say "the npm registry has no Node for $(node -p 'process.platform + "/" + process.arch'): install Node.js 22.18 or later"
    exit 1
  }
fi

say "installing dependencies with $("$node" --version) (npm ci)"
install "$root"
printf '%s\n' "$node" >"$root/node_modules/.slipway-node"
say 'ready'
