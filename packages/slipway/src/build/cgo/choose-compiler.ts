import { formatTarget } from "../../plan/targets/target.ts";
import type { Target } from "../../plan/targets/target.ts";
import { quiet } from "../go/go-list.ts";
import type { ListedPackage } from "../go/go-list.ts";
import { crossCompilers } from "./cross-compilers.ts";
import { findOnPath } from "../../platform/process/find-program.ts";
import { joinQuoted } from "./quoted.ts";
import { findZig, warmZig } from "./zig.ts";
import { zigTarget } from "./zig-target.ts";
import { writeLauncher } from "./write-launcher.ts";
import { writeAppleStubs } from "./write-apple-stubs.ts";
import type { CompilerContext } from "./compiler-context.ts";

/** What a compiler is wanted for. */
export interface CompilerQuestion {
  readonly target: Target;
  readonly libc: string;
  /** Deployment target of macOS that the config sets. */
  readonly macos: string | undefined;
  /** The standard library's packages of the program, for the stubs that stand in for Apple's SDK. */
  readonly standard: readonly ListedPackage[];
}

/** The chosen compiler. */
export interface CompilerChoice {
  readonly cc: string;
  readonly cxx: string;
  readonly identity: string;
  /** The program, whose change is a change of the compiler. */
  readonly program?: string;
  /** Variables besides CC and CXX that the compiler needs, unless the config sets them. */
  readonly env?: Readonly<Record<string, string>>;
  /** Frameworks of macOS that can be linked; `undefined` where a real SDK is there. */
  readonly frameworks?: readonly string[];
  readonly hint?: string;
}

/** The commands that would do for a target, best first: what `chooseCompiler` goes through, for `slipway doctor`. */
export function compilerCommands(
  target: Target,
  host: { readonly os: string; readonly arch: string },
  libc: string,
): string[] {
  const named = crossCompilers(target, host, libc).map(({ cc }) => cc.split(" ")[0] ?? cc);
  const zig = zigTarget(target, { libc }) === undefined ? [] : ["zig", "python3 -m ziglang", "python -m ziglang"];
  return target.os === "darwin" && host.os === "darwin" ? [...named, ...zig] : [...zig, ...named];
}

/**
 * Picks a C compiler for a target out of what is on this machine and says why: zig first, since it makes the same bytes
 * on every host and asks for an old C library; for a Mac on a Mac, Apple's own.
 */
export async function chooseCompiler(
  question: CompilerQuestion,
  context: CompilerContext,
): Promise<CompilerChoice | { readonly missing: readonly string[] }> {
  const { target, libc } = question;
  const { host } = context.facts;
  const looked: string[] = [];
  const say = (text: string): void =>
    context.emit({ type: "message", level: "info", text: `C compiler for ${formatTarget(target)}: ${text}` });

  const named = async (): Promise<CompilerChoice | undefined> => {
    for (const each of crossCompilers(target, host, libc)) {
      const [program = ""] = each.cc.split(" ");
      const path = findOnPath(program, { env: context.env, os: host.os });
      if (path === undefined) {
        looked.push(program);
        continue;
      }
      const asked = await context.process([path, "--version"], {
        cwd: context.root,
        env: context.env,
        check: false,
        onOutput: quiet,
      });
      const version = asked.stdout.split("\n")[0] ?? "";
      say(
        `${each.name} (${path}), ${looked.length > 0 ? `since there is no ${looked.join(", no ")}` : "the machine's own"}`,
      );
      // By its name and not by its place: Go takes the text of CC into the build ID, and finds it on the same PATH.
      return { cc: each.cc, cxx: each.cxx, identity: `${each.cc}: ${version}`, program: path };
    }
    return undefined;
  };

  if (target.os === "darwin" && host.os === "darwin") {
    const own = await named();
    if (own) return own;
  }
  const triple = zigTarget(target, { libc, macos: question.macos });
  const zig = triple === undefined ? undefined : await findZig(context);
  if (triple === undefined) looked.push(`zig target for ${target.os}/${target.arch}`);
  if (zig && triple !== undefined) {
    const stubs = target.os === "darwin" ? await writeAppleStubs(question.standard, context) : undefined;
    const flags = stubs
      ? [`-F${stubs.frameworksFolder}`, `-L${stubs.libFolder}`, "-Wno-unused-command-line-argument"]
      : [];
    const command = (word: string): string => `${zig.command} ${joinQuoted([word, "-target", triple, ...flags])}`;
    const cc = command("cc");
    say(`${zig.version} (${zig.from}), target ${triple}${stubs ? ", stubs in place of Apple's SDK" : ""}`);
    await warmZig(cc, triple, context);
    const launcher = await writeLauncher(`zig-${triple}`, { cc, cxx: command("c++") }, context);
    return {
      cc: launcher.cc,
      cxx: launcher.cxx,
      // Go's own default ends with -g, which makes zig forget the -s before it: the program would then carry the
      // debug information of zig's C library, with paths of this machine.
      env: { ...launcher.env, CGO_LDFLAGS: "-O2" },
      ...(zig.program !== undefined && { program: zig.program }),
      identity: `${zig.version}, CGO_LDFLAGS=-O2, -target ${triple}${stubs ? ` ${stubs.digest}` : ""}, CC=${launcher.cc}`,
      ...(stubs && {
        frameworks: stubs.frameworks,
        hint: "Without Apple's SDK only what Go itself imports can be linked; for more, build on a Mac or set CC to a compiler that has the SDK",
      }),
    };
  }
  if (triple !== undefined) looked.push("zig", "python3 -m ziglang");
  return (await named()) ?? { missing: looked };
}
