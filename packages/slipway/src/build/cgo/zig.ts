import { exists, writeFileAtomic } from "../../platform/file/files.ts";
import { quiet } from "../go/go-list.ts";
import { join } from "../../platform/path.ts";
import { joinQuoted, splitQuoted } from "./quoted.ts";
import { findOnPath } from "../../platform/process/find-program.ts";
import type { CompilerContext } from "./compiler-context.ts";

/** A zig that was found. */
export interface Zig {
  /** What stands before `cc`, as CC holds it: quoted where a path has spaces. */
  readonly command: string;
  /** `zig 0.17.1` */
  readonly version: string;
  readonly from: string;
  /** The program itself, where it is one. */
  readonly program?: string;
}

/** Looks for zig on the PATH, then for the Python package that carries it. */
export function findZig(context: CompilerContext): Promise<Zig | undefined> {
  return context.once("zig", async () => {
    const where = { env: context.env, os: context.facts.host.os };
    const candidates: { argv: string[]; from: string; program?: string }[] = [];
    const zig = findOnPath("zig", where);
    if (zig !== undefined) candidates.push({ argv: [zig], from: "zig on the PATH", program: zig });
    for (const name of ["python3", "python"]) {
      const python = findOnPath(name, where);
      if (python !== undefined)
        candidates.push({ argv: [python, "-m", "ziglang"], from: `the ziglang package of ${name}` });
    }
    for (const { argv, from, program } of candidates) {
      const asked = await context.process([...argv, "version"], {
        cwd: context.root,
        env: context.env,
        check: false,
        onOutput: quiet,
      });
      if (asked.exitCode !== 0) continue;
      const file = program ?? (await packagedZig(argv[0]!, context));
      return {
        command: joinQuoted(argv),
        version: `zig ${asked.stdout.trim()}`,
        from,
        ...(file !== undefined && { program: file }),
      };
    }
    return undefined;
  });
}

/** The program in the Python package: `pip install -U ziglang` puts another one there. */
async function packagedZig(python: string, context: CompilerContext): Promise<string | undefined> {
  const asked = await context.process([python, "-c", "import ziglang; print(ziglang.__path__[0])"], {
    cwd: context.root,
    env: context.env,
    check: false,
    onOutput: quiet,
  });
  const folder = asked.stdout.trim();
  for (const name of ["zig", "zig.exe"]) if (await exists(join(folder, name))) return join(folder, name);
  return undefined;
}

/** One at a time: processes of zig that fill an empty cache together have been seen to lose files. */
let warming: Promise<unknown> = Promise.resolve();

/**
 * Builds zig's own C library for a target by compiling an empty program, alone, before many compilers ask for it at
 * once. A failure is no failure: the build itself will tell.
 */
export function warmZig(cc: string, triple: string, context: CompilerContext): Promise<void> {
  return context.once(`warm zig ${triple}`, () => {
    const turn = warming.then(async () => {
      const source = join(context.scratch, `warm-${triple}.c`);
      await writeFileAtomic(source, '#include <stdio.h>\nint main(void) { return puts("") < 0; }\n');
      const argv = [...splitQuoted(cc), "-O2", "-g", "-o", join(context.scratch, `warm-${triple}`), source];
      await context.process(argv, { cwd: context.scratch, env: context.env, check: false, onOutput: quiet });
    });
    warming = turn.catch(() => undefined);
    return turn;
  });
}
