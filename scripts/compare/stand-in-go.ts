import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * Makes a Go toolchain in `folder` whose `go build` compiles nothing: it writes a line of text in place of each program, and for
 * macOS a real program that does nothing, since universal binaries are put together from such. Every other command is that of
 * the Go on the PATH. Returns the folder for the PATH.
 */
export function standInGo(folder: string): string {
  const root = execFileSync("go", ["env", "GOROOT"], { encoding: "utf8" }).trim();
  const bin = path.join(folder, "bin");
  const empty = path.join(folder, "empty.go");
  mkdirSync(bin, { recursive: true });
  for (const name of readdirSync(root)) if (name !== "bin") symlinkSync(path.join(root, name), path.join(folder, name));
  writeFileSync(empty, "package main\n\nfunc main() {}\n");
  const go = path.join(root, "bin", "go");
  writeFileSync(
    path.join(bin, "go"),
    `#!/bin/sh
[ "$1" = build ] || exec "${go}" "$@"
out=
last=
for word; do
  case $word in -o=*) out=\${word#-o=} ;; esac
  if [ "$last" = -o ]; then out=$word; fi
  last=$word
done
make() {
  if [ "$GOOS" = darwin ]; then
    (cd "${folder}" && GOFLAGS= GOWORK=off "${go}" build -o "$1" "${empty}") || exit 1
  else
    echo "$GOOS $GOARCH" >"$1"
    chmod 755 "$1"
  fi
}
case $out in
  "") exit 0 ;;
  /*) ;;
  *) out=$PWD/$out ;;
esac
case $out in
  */)
    suffix=
    if [ "$GOOS" = windows ]; then suffix=.exe; fi
    for word; do
      case $word in ./*) make "$out$(basename "$word")$suffix" ;; esac
    done
    ;;
  *) make "$out" ;;
esac
`,
    { mode: 0o755 },
  );
  return bin;
}
