import { SlipwayError } from "../../errors.ts";
import type { Place } from "../../errors.ts";
import type { Finding } from "../../findings.ts";
import type { BuildablePair } from "../../source/facts.ts";
import type { LeftOut } from "../plan.ts";
import { completeTarget, parseTarget, targetDefaults, withVariant } from "./target-parse.ts";
import type { TargetDefaults } from "./target-parse.ts";
import { checkWords, FIRST_CLASS } from "./target-words.ts";
import type { WordContext } from "./target-words.ts";
import { VARIANT_KEYS, variantRule } from "./target-variants.ts";
import type { VariantKey } from "./target-variants.ts";
import { formatTarget, formatTargetName, variantOf } from "./target.ts";
import type { Target } from "./target.ts";

/** One line of `ignore`: a target matches when every key that is given does. */
export type IgnoredTarget = { readonly [key in "goos" | "goarch" | VariantKey]?: string | undefined };

/** The keys of a build that select targets. */
export type MatrixConfig = { readonly [key in "goos" | "goarch" | VariantKey]?: readonly string[] | undefined } & {
  readonly ignore?: readonly IgnoredTarget[] | undefined;
  readonly targets?: readonly string[] | undefined;
};

/** What the matrix is made from besides the config. */
export interface MatrixContext {
  /** The build's id, for left-out records. */
  readonly build: string;
  readonly buildable: readonly BuildablePair[];
  /** The toolchain's version, for messages; `undefined` without one. */
  readonly toolchain?: string | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly where?: Place;
  readonly whereOf?: WordContext["whereOf"];
}

/** The targets of one build. */
export interface Matrix {
  readonly targets: readonly Target[];
  readonly leftOut: readonly LeftOut[];
  readonly findings: readonly Finding[];
}

/** What a build without any key builds: 8 targets, since macOS has no 386. */
const STANDARD_OS = ["linux", "darwin", "windows"];
const STANDARD_ARCH = ["amd64", "arm64", "386"];

/** GoReleaser's own list of pairs (`targets.go`); its matrix drops every other pair without a word. */
const GORELEASER_PAIRS: ReadonlySet<string> = new Set(
  [
    "aix/ppc64",
    "android/386 android/amd64 android/arm android/arm64",
    "darwin/amd64 darwin/arm64",
    "dragonfly/amd64",
    "freebsd/386 freebsd/amd64 freebsd/arm freebsd/arm64",
    "illumos/amd64 ios/arm64 js/wasm wasip1/wasm",
    "linux/386 linux/amd64 linux/arm linux/arm64 linux/loong64 linux/mips linux/mips64 linux/mips64le linux/mipsle",
    "linux/ppc64 linux/ppc64le linux/riscv64 linux/s390x",
    "netbsd/386 netbsd/amd64 netbsd/arm netbsd/arm64",
    "openbsd/386 openbsd/amd64 openbsd/arm openbsd/arm64 openbsd/riscv64",
    "plan9/386 plan9/amd64 plan9/arm",
    "solaris/amd64 solaris/sparc solaris/sparc64",
    "windows/386 windows/amd64 windows/arm64",
  ].flatMap((line) => line.split(" ")),
);

/**
 * Lists the targets of one build in the order in which they are built: `targets` sorted and without doubles, else
 * operating systems times architectures times variants in the order of the config.
 *
 * A pair of the matrix that cannot exist is left out with its reason; one that `targets` names is an error.
 *
 * @throws SlipwayError `target-unknown` for a word that nobody knows, `target-impossible` for a named pair that the
 * toolchain cannot build
 */
export function expandMatrix(config: MatrixConfig, context: MatrixContext): Matrix {
  const { buildable, where, whereOf } = context;
  const words: WordContext = { buildable, ...(where && { where }), ...(whereOf && { whereOf }) };
  const defaults = targetDefaults(context.env);
  return config.targets && config.targets.length > 0
    ? listedTargets(config, config.targets, defaults, words, context)
    : crossedTargets(config, defaults, words, context);
}

function listedTargets(
  config: MatrixConfig,
  listed: readonly string[],
  defaults: TargetDefaults,
  words: WordContext,
  context: MatrixContext,
): Matrix {
  const targets = new Map<string, Target>();
  for (const text of listed) {
    const names = text === "go_first_class" || text === "go_118_first_class" ? FIRST_CLASS : [text];
    for (const name of names) {
      const target = parseTarget(name, defaults, words);
      const reason = impossible(target, context);
      if (reason !== undefined) throw impossibleTarget(text, reason, context);
      targets.set(formatTargetName(target), target);
    }
  }
  const place = context.where && { where: context.where };
  const unread = (["goos", "goarch", ...VARIANT_KEYS, "ignore"] as const).filter(
    (key) => (config[key]?.length ?? 0) > 0,
  );
  return {
    targets: [...targets].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, target]) => target),
    leftOut: [],
    findings: unread.map((key) =>
      Object.assign(
        {
          code: "matrix-key-unread",
          severity: "warning" as const,
          message: `builds.${key} of "${context.build}" is not read, since builds.targets is set`,
          hint: `Remove ${key} or targets`,
        },
        place,
      ),
    ),
  };
}

function crossedTargets(
  config: MatrixConfig,
  defaults: TargetDefaults,
  words: WordContext,
  context: MatrixContext,
): Matrix {
  const targets = new Map<string, Target>();
  const leftOut: LeftOut[] = [];
  const leave = (target: Target, reason: string): void => {
    leftOut.push({ target: formatTarget(target), build: context.build, reason });
  };
  for (const os of given(config.goos) ?? STANDARD_OS) {
    for (const arch of given(config.goarch) ?? STANDARD_ARCH) {
      for (const target of variantsOf(os, arch, config, defaults)) {
        checkWords(target, words);
        const ignored = config.ignore?.findIndex((line) => matchesIgnore(line, target)) ?? -1;
        const reason = notInMatrix(target, context);
        if (reason !== undefined) leave(target, reason);
        else if (ignored >= 0) leave(target, `ignored by builds.ignore[${ignored}]`);
        else targets.set(formatTargetName(target), target);
      }
    }
  }
  return { targets: [...targets.values()], leftOut, findings: [] };
}

function given(list: readonly string[] | undefined): readonly string[] | undefined {
  return list && list.length > 0 ? list : undefined;
}

function variantsOf(os: string, arch: string, config: MatrixConfig, defaults: TargetDefaults): readonly Target[] {
  const rule = variantRule(arch);
  const list = rule && given(config[rule.key]);
  return list ? list.map((variant) => withVariant(os, arch, variant)) : [completeTarget({ os, arch }, defaults)];
}

function matchesIgnore(line: IgnoredTarget, target: Target): boolean {
  if (line.goos && line.goos !== target.os) return false;
  if (line.goarch && line.goarch !== target.arch) return false;
  const rule = variantRule(target.arch);
  return VARIANT_KEYS.every((key) => !line[key] || (rule?.key === key && line[key] === variantOf(target)));
}

/** Why the toolchain cannot build a pair, or `undefined` when it can or nobody knows. */
function impossible(target: Target, context: MatrixContext): string | undefined {
  if (context.buildable.length === 0) return undefined;
  if (context.buildable.some((pair) => pair.os === target.os && pair.arch === target.arch)) return undefined;
  return `${context.toolchain ?? "the Go toolchain"} cannot build ${target.os}/${target.arch}`;
}

function notInMatrix(target: Target, context: MatrixContext): string | undefined {
  const pair = `${target.os}/${target.arch}`;
  const reason = impossible(target, context);
  if (reason !== undefined) return reason;
  if (GORELEASER_PAIRS.has(pair)) return undefined;
  return context.buildable.length > 0
    ? `the matrix leaves ${pair} out as GoReleaser's does; name it in builds.targets to build it`
    : `${pair} does not exist`;
}

function impossibleTarget(text: string, reason: string, context: MatrixContext): SlipwayError {
  return new SlipwayError("target-impossible", `Target "${text}" of build "${context.build}" cannot be built`, {
    ...(context.where && { where: context.where }),
    expected: "a pair that `go tool dist list` prints",
    actual: reason,
    hint: "Remove the target, or set another toolchain in go.mod",
  });
}
