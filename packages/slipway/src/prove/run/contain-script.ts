/**
 * A shell script that runs a command in a world of its own (Linux, inside `unshare`): the whole file system as an overlay
 * whose changes go to memory, the run's folder as it is, the loopback network alone. Afterwards it lists what was written
 * anywhere else.
 *
 * Standard input is a leash: it ends when whoever started this does, and then everything is killed.
 *
 * Arguments: `watch` or `plain`, the run's folder, the working folder, the file for the list, the file that the command reads (empty for
 * none), then the command. A setup that fails leaves no list.
 */
export const CONTAIN_SCRIPT = `set -e
mode=$1 area=$2 work=$3 list=$4 input=$5
shift 5
exec 3<&0 < /dev/null
{ read -r _ <&3 || kill -KILL -1; } 2> /dev/null &
# A time limit comes as SIGTERM: everything is ended at once, and the list is still written.
run() {
  trap 'kill -KILL -1 2> /dev/null || :' TERM
  if [ -n "$input" ]; then
    cat "$input" 3<&- | "$@" 3<&- &
  else
    "$@" < /dev/null 3<&- &
  fi
  child=$!
  wait "$child"
  code=$?
  kill -0 "$child" 2> /dev/null && wait "$child"
  trap '' TERM
}
command -v ip > /dev/null 2>&1 && ip link set lo up 2> /dev/null || :
if [ "$mode" = plain ]; then
  cd "$work"
  : > "$list"
  set +e
  run "$@"
  exit $code
fi
up=$area.up
mkdir -p "$up"
mount -t tmpfs tmpfs "$up"
cd "$up"
mkdir new u0 w0
mount -t overlay -o lowerdir=/,upperdir=u0,workdir=w0 overlay new
n=0
while read -r _ at type _; do
  case $at in
    / | *\\\\*) continue ;;
    /proc | /sys | /dev) mount --rbind "$at" "new$at"; continue ;;
    /proc/* | /sys/* | /dev/* | "$up"*) continue ;;
  esac
  [ -d "$at" ] && [ -d "new$at" ] || continue
  n=$((n + 1))
  mkdir "u$n" "w$n"
  mount -t overlay -o "lowerdir=$at,upperdir=u$n,workdir=w$n" overlay "new$at" 2> /dev/null || mount --rbind -o ro "$at" "new$at"
  echo "$at" > "at$n"
done < /proc/self/mounts
mkdir -p "new$area"
mount --rbind "$area" "new$area"
set +e
run chroot new /bin/sh -c 'cd "$1" && shift && exec "$@"' sh "$work" "$@"
for u in u*; do
  at=
  [ ! -f "at\${u#u}" ] || at=$(cat "at\${u#u}")
  (cd "$u" && find . \\( ! -type d -o -empty \\) ! -path . | sed "s|^\\.|$at|")
done | head -n 1000 > "$list"
exit $code
`;
