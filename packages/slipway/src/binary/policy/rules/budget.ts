import { when } from "../rule.ts";
import type { Rule, Subject } from "../rule.ts";

const ANY = ["elf", "pe", "macho", "macho-fat", "wasm", "wasm-component", "xcoff", "plan9", "ar"] as const;

export const tooLarge: Rule = {
  code: "too-large",
  severity: "error",
  formats: ANY,
  about: "The file is larger than policy.max_size",
  reason: "Somebody decided how large a download may be",
  fix: "`slipway inspect --size FILE` shows what takes the space; -s -w in ldflags, or a higher policy.max_size",
  check: ({ bytes, limits }) =>
    when(limits.maxSize !== undefined && bytes.length > limits.maxSize, () => ({
      message: "The file is larger than policy.max_size",
      expected: `at most ${count(limits.maxSize!)} bytes`,
      actual: `${count(bytes.length)} bytes`,
    })),
};

export const tooMuchMemory: Rule = {
  code: "too-much-memory",
  severity: "error",
  formats: ["elf", "pe", "macho", "wasm"],
  about: "The program maps more memory before anything runs than policy.max_memory",
  reason: "Browsers on phones and small machines end it",
  fix: "Look for large arrays at package level and large embedded files, or raise policy.max_memory",
  check(subject) {
    const { maxMemory } = subject.limits;
    if (maxMemory === undefined) return [];
    const needed = mapped(subject);
    return when(needed > maxMemory, () => ({
      message: "The program maps more memory at start than policy.max_memory",
      expected: `at most ${count(maxMemory)} bytes`,
      actual: `${count(needed)} bytes`,
    }));
  },
};

const WASM_PAGE = 65_536;

/** Bytes that the loader maps, zeros included. */
function mapped({ program, inspection }: Subject): number {
  switch (program?.format) {
    case "elf":
      return sum(program.segments.filter((each) => each.type === 1).map((each) => Number(each.memorySize)));
    case "macho":
      return sum(program.segments.filter((each) => each.name !== "__PAGEZERO").map((each) => Number(each.memorySize)));
    case "pe":
      return program.optional?.imageSize ?? 0;
    case "wasm": {
      const memory = inspection.details["memory"] as { minimumPages?: number } | null;
      return (memory?.minimumPages ?? 0) * WASM_PAGE;
    }
    default:
      return 0;
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

/** A number with spaces between thousands, whatever the locale. */
function count(value: number): string {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, " ");
}
