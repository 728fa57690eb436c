import type { AsmStatement } from "./asm-source.ts";
import { findingAt, type AsmFinding } from "./asm-finding.ts";
import type { AsmTarget } from "./asm-target.ts";

/** Systems whose numbers of system calls no program may rely on, and why. */
const UNSTABLE: Readonly<Record<string, string>> = {
  darwin: "macOS keeps no system call stable: only libSystem may make them",
  ios: "iOS keeps no system call stable: only libSystem may make them",
  windows: "the numbers of Windows's system calls change with every build: programs call its DLLs",
  openbsd: "OpenBSD ends programs that make system calls outside of its C library",
};

/** Finds system calls made by hand. On Linux, whose numbers are stable, only the convention of macOS is wrong. */
export function systemCalls(statements: readonly AsmStatement[], target: AsmTarget): AsmFinding[] {
  const found: AsmFinding[] = [];
  for (const statement of statements) {
    if (statement.op.toLowerCase() !== "svc") continue;
    const why = UNSTABLE[target.os];
    const number = (statement.args[0] ?? "").replace(/^[#$]/, "").toLowerCase();
    if (why !== undefined) {
      found.push(
        findingAt(statement, {
          code: "portability-asm-svc",
          message: "A system call by hand: {}",
          because: why,
          hint: "call the function of the system's library (golang.org/x/sys), and keep this file to Linux with a build constraint",
        }),
      );
    } else if (number === "0x80" || number === "128") {
      found.push(
        findingAt(statement, {
          code: "portability-asm-svc",
          message: "svc 0x80 is how macOS is called: {} takes svc 0 with the number in x8",
          because: target.os,
          actual: statement.args[0] ?? "",
          hint: "write svc #0, or keep this file to one system",
        }),
      );
    }
  }
  return found;
}
