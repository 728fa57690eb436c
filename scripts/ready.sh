# Sourced by every entry point. Sets $node to a Node that can run Slipway, with dependencies installed.
# Needs $root. The stamp makes the warm path free of child processes: it is newer than what it was made from.
stamp="$root/node_modules/.slipway-node"
if [ -f "$stamp" ] && [ ! "$root/package-lock.json" -nt "$stamp" ] && [ ! "$root/scripts/node/package-lock.json" -nt "$stamp" ] &&
  read -r node <"$stamp" && [ -x "$node" ]; then
  :
else
  sh "$root/scripts/setup.sh" "$root" || exit 1
  read -r node <"$stamp"
fi
