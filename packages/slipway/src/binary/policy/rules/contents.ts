import { placeOf } from "../../inspect/place-of.ts";
import { when } from "../rule.ts";
import type { Rule, Subject, Violation } from "../rule.ts";

export const unstripped: Rule = {
  code: "unstripped",
  severity: "off",
  formats: ["elf", "pe", "macho", "wasm"],
  about: "The program has its symbol table",
  reason: "It makes a download a tenth larger; stacks of panics do not need it",
  fix: "Add -s to ldflags, or set builds.debug: split to keep it beside the program",
  check: ({ inspection }) =>
    when(inspection.go?.symbols === true, () => ({ message: "The program has its symbol table", expected: "none" })),
};

export const debugData: Rule = {
  code: "debug-data",
  severity: "off",
  formats: ["elf", "pe", "macho", "wasm"],
  about: "The program has debug information (DWARF)",
  reason: "It makes a download a third larger; only debuggers read it",
  fix: "Add -s -w to ldflags, or set builds.debug: split to keep it beside the program",
  check: ({ inspection }) =>
    when(inspection.kind !== "debug" && inspection.details["debugInfo"] === true, () => ({
      message: "The program has debug information",
      expected: "none",
      actual: `${inspection.sections.filter(({ name }) => /debug_/.test(name)).length} sections of DWARF`,
    })),
};

/** What a temporary folder of the go command is called. */
const WORK = "/go-build";

export const buildPaths: Rule = {
  code: "build-paths",
  severity: "warning",
  formats: ["elf", "pe", "macho", "wasm"],
  about: "Folders of the machine that built the program stand in it",
  reason: "Another machine makes other bytes, and strangers read user names",
  fix: "Add -trimpath to flags; for cgo CGO_CFLAGS=-ffile-prefix-map=$PWD=. too",
  check({ bytes, limits, inspection, find }) {
    const paths = (limits.machinePaths ?? []).flatMap((path) => [path, path.replaceAll("\\", "/")]);
    const found = find([...paths, WORK]).flatMap((each) => {
      // Other words may begin like a path or like a temporary folder.
      const right = each.text === WORK ? /^\/go-build\d{4,}/ : /^[/\\\0"':;]/;
      const start = each.text === WORK ? 0 : each.text.length;
      const offset = each.offsets.find((at) => right.test(textAt(bytes, at + start, 16)));
      return offset === undefined ? [] : [{ path: each.text, offset, count: each.count }];
    });
    // The project's folder lies in the home folder: the longest tells most.
    const [longest] = found.toSorted((a, b) => b.path.length - a.path.length);
    if (longest === undefined) return [];
    const times = longest.count === 1 ? "once" : `${longest.count} times`;
    return [
      {
        message: `A folder of the build machine stands in the program ${times}`,
        expected: "no path of a machine",
        actual: `"${printableAt(bytes, longest.offset)}", ${placeOf(longest.offset, inspection)}`,
      },
    ];
  },
};

function textAt(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

/** Up to 80 characters of a path. */
function printableAt(bytes: Uint8Array, at: number): string {
  const text = textAt(bytes, at, 80);
  const end = text.search(/[^\x20-\x7e]|["']/);
  return end < 0 ? text : text.slice(0, end);
}

export const timeStamp: Rule = {
  code: "time-stamp",
  severity: "warning",
  formats: ["pe"],
  about: "The header tells when the program was linked",
  reason: "The same source never gives the same bytes",
  fix: "Link with -extldflags=-Wl,--no-insert-timestamp; Go's own linker writes no time",
  check(subject: Subject): readonly Violation[] {
    const { program } = subject;
    if (program?.format !== "pe" || program.kind !== "image") return [];
    const { timestamp } = program.coff;
    // A linker that promises reproducible output writes a hash there, and says so.
    const hashed = program.debug.some((entry) => entry.type === 16);
    if (timestamp < 0x30000000 || hashed) return [];
    const date = new Date(timestamp * 1000).toISOString();
    return [
      { message: "The header tells when the program was linked", expected: "0", actual: `${date} (TimeDateStamp)` },
    ];
  },
};

export const damagedPart: Rule = {
  code: "damaged-part",
  severity: "warning",
  formats: ["elf", "pe", "macho", "wasm", "xcoff", "plan9"],
  about: "A part of the file cannot be read: a table points outside, a name has no end",
  reason: "Loaders, debuggers and scanners read it differently, or not at all",
  fix: "Look at what changed the program after it was linked",
  check: ({ inspection }) =>
    inspection.problems
      // That header and settings disagree is the business of wrong-machine.
      .filter(({ offset }) => offset !== undefined)
      .map(({ message, offset, expected, found }) => ({
        message: `A part of the file is damaged: ${message}`,
        ...(expected === undefined ? {} : { expected }),
        actual: `${found ?? "other bytes"}, ${placeOf(offset ?? 0, inspection)}`,
      })),
};
