import { exists, readTextIfExists, writeFileAtomic } from "../../platform/file/files.ts";
import { sha256 } from "../../platform/hash.ts";
import { join } from "../../platform/path.ts";
import type { ListedPackage } from "../go/go-list.ts";
import { makeAppleStubs, readAppleImports, stubbedFrameworks } from "./apple-stubs.ts";
import type { CompilerContext } from "./compiler-context.ts";

/** Stubs on disk. */
export interface AppleStubFolder {
  readonly libFolder: string;
  readonly frameworksFolder: string;
  readonly frameworks: readonly string[];
  readonly digest: string;
}

/** Where Go's darwin sources import from macOS, besides the packages of the program at hand. */
const SOURCES = [
  ["crypto", "x509", "internal", "macos"],
  ["internal", "syscall", "unix"],
] as const;
const FILES = ["corefoundation.go", "security.go", "net_darwin.go"];

/** Writes the stubs that the toolchain in use needs into the kept folder, under their own digest. */
export async function writeAppleStubs(
  standard: readonly ListedPackage[],
  context: CompilerContext,
): Promise<AppleStubFolder> {
  const files = new Set(standard.flatMap((each) => (each.GoFiles ?? []).map((name) => join(each.Dir, name))));
  const root = context.facts.toolchain?.root;
  // These are always read, so that programs with and without net share one set of stubs.
  if (root !== undefined)
    for (const parts of SOURCES) for (const name of FILES) files.add(join(root, "src", ...parts, name));
  const imports = [];
  for (const file of [...files].sort()) imports.push(...readAppleImports((await readTextIfExists(file)) ?? ""));
  const stubs = makeAppleStubs(imports);
  const digest = sha256(JSON.stringify(stubs)).slice(0, 16);
  const folder = join(context.keep, `apple-${digest}`);
  for (const stub of stubs) {
    const path = join(folder, ...stub.path.split("/"));
    if (!(await exists(path))) await writeFileAtomic(path, stub.text);
  }
  return {
    libFolder: join(folder, "lib"),
    frameworksFolder: join(folder, "Frameworks"),
    frameworks: stubbedFrameworks(stubs),
    digest,
  };
}
