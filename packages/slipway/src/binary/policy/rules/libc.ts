import { newerThan } from "../newer-than.ts";
import { when } from "../rule.ts";
import type { Rule, Subject, Violation } from "../rule.ts";

type LibC = "glibc" | "musl" | "static" | "other";

function libcOf({ inspection }: Subject): LibC {
  const { interpreter } = inspection.details;
  const names = inspection.libraries.map(({ name }) => name);
  const asked = [typeof interpreter === "string" ? interpreter : "", ...names];
  if (asked.some((name) => /ld-musl|libc\.musl|^libc\.so$/.test(name))) return "musl";
  if (asked.some((name) => /ld-linux|ld64\.so|libc\.so\.6/.test(name))) return "glibc";
  return names.length === 0 && typeof interpreter !== "string" ? "static" : "other";
}

function isLinux({ promised, inspection }: Subject): boolean {
  return (promised.os ?? inspection.target?.split("/")[0]) === "linux";
}

export const wrongLibc: Rule = {
  code: "wrong-libc",
  severity: "error",
  formats: ["elf"],
  about: "The program loads another C library than it was built for (glibc, musl, none)",
  reason: "A glibc program does not start on Alpine, nor a musl one on Debian; a static one starts on both",
  fix: "Set builds.libc and the compiler (CC) to the same C library, or CGO_ENABLED=0",
  check(subject) {
    const { promised, inspection } = subject;
    if (promised.libc === undefined || promised.libc === "" || !isLinux(subject)) return [];
    if (inspection.kind !== "program" && promised.libc === "static") return [];
    const found = libcOf(subject);
    if (fits(promised.libc, found)) return [];
    return [mismatch(subject, promised.libc, found)];
  },
};

function fits(promised: string, found: LibC): boolean {
  if (found === "other") return promised !== "static";
  if (promised === "static") return found === "static";
  return found === "static" || found === (promised === "musl" ? "musl" : "glibc");
}

function mismatch({ inspection, promised }: Subject, libc: string, found: LibC): Violation {
  const { interpreter } = inspection.details;
  const actual = typeof interpreter === "string" ? `${found}, loaded by ${interpreter}` : found;
  if (libc === "static" && promised.buildmode === "pie") {
    return {
      message: "The program uses no C, and still asks for the loader of a C library",
      expected: "a static program",
      actual,
      severity: "warning",
      fix: "Leave out buildmode: pie, or link with -ldflags='-linkmode=external -extldflags=-static-pie'",
    };
  }
  return { message: "The program loads another C library than it was built for", expected: libc, actual };
}

export const newGlibc: Rule = {
  code: "new-glibc",
  severity: "error",
  formats: ["elf"],
  about: "The program needs a newer glibc than promised (builds.libc or policy.glibc)",
  reason: 'On an older system it ends with "version GLIBC_2.34 not found"',
  fix: "Build with zig and builds.libc: gnu.2.17, on an older system, or without cgo",
  check(subject) {
    const promised = subject.limits.glibc ?? /^gnu\.([\d.]+)$/.exec(subject.promised.libc ?? "")?.[1];
    if (promised === undefined) return [];
    const needed = subject.inspection.libraries
      .flatMap(({ versions }) => versions ?? [])
      .flatMap((version) => /^GLIBC_(\d[\d.]*)$/.exec(version)?.[1] ?? [])
      .toSorted((a, b) => (newerThan(a, b) ? -1 : 1));
    const newest = needed[0];
    return when(newest !== undefined && newerThan(newest, promised), () => ({
      message: "The program needs a newer glibc than promised",
      expected: `glibc ${promised}`,
      actual: `GLIBC_${newest}`,
    }));
  },
};
