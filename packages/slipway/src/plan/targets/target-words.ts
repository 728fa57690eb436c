import { SlipwayError } from "../../errors.ts";
import type { Place } from "../../errors.ts";
import type { BuildablePair } from "../../source/facts.ts";
import { suggestWord } from "../suggest.ts";
import { allowsVariant, variantRule } from "./target-variants.ts";
import type { Target } from "./target.ts";

/** Words that GoReleaser's matrix takes (`internal/builders/golang/targets.go`). */
export const OS_WORDS: readonly string[] =
  "aix android darwin dragonfly freebsd illumos ios js linux netbsd openbsd plan9 solaris wasip1 windows".split(" ");

/** See {@link OS_WORDS}. */
export const ARCH_WORDS: readonly string[] =
  "386 amd64 arm arm64 loong64 mips mips64 mips64le mipsle ppc64 ppc64le riscv64 s390x sparc sparc64 wasm".split(" ");

/** Targets of `go_first_class` and `go_118_first_class`. */
export const FIRST_CLASS: readonly string[] =
  "darwin_amd64 darwin_arm64 linux_386 linux_amd64 linux_arm linux_arm64 windows_386 windows_amd64".split(" ");

/** Where a word came from and what else is known, for errors. */
export interface WordContext {
  /** Pairs that the toolchain builds; empty when there is no toolchain to ask. */
  readonly buildable: readonly BuildablePair[];
  readonly where?: Place;
  /** The place of a single word, where it is known better. */
  readonly whereOf?: (word: string) => Place | undefined;
}

/** Refuses a GOOS, GOARCH or variant that nobody knows. @throws SlipwayError `target-unknown` */
export function checkWords(target: Target, context: WordContext): void {
  const os = new Set([...OS_WORDS, ...context.buildable.map((pair) => pair.os)]);
  const arch = new Set([...ARCH_WORDS, ...context.buildable.map((pair) => pair.arch)]);
  if (!os.has(target.os)) throw unknown("operating system", target.os, os, context);
  if (!arch.has(target.arch)) throw unknown("architecture", target.arch, arch, context);
  const given = [target.variant, target.abi].filter(Boolean).join(",");
  if (!given) return;
  const rule = variantRule(target.arch);
  if (!rule) {
    throw new SlipwayError("target-unknown", `Architecture "${target.arch}" has no variants: "${given}" was given`, {
      ...(context.where && { where: context.where }),
      hint: `Write the target as "${target.os}_${target.arch}"`,
    });
  }
  if (!allowsVariant(rule, given)) throw unknown(`${rule.variable} value`, given, rule.words, context);
}

function unknown(what: string, word: string, known: Iterable<string>, context: WordContext): SlipwayError {
  const words = [...known];
  const near = suggestWord(word, words);
  const where = context.whereOf?.(word) ?? context.where;
  return new SlipwayError("target-unknown", `Unknown ${what} "${word}"`, {
    ...(where && { where }),
    expected: `one of ${words.sort().join(", ")}`,
    actual: word,
    hint: near === undefined ? "`go tool dist list` prints what the toolchain can build" : `Did you mean "${near}"?`,
  });
}
