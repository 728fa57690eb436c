import type { AsmDialect, AsmSource, AsmStatement } from "./asm-source.ts";
import { findingAt, type AsmFinding } from "./asm-finding.ts";
import { destinations } from "./destinations.ts";
import type { AsmTarget } from "./asm-target.ts";

/** What a function called from C has to give back as it was: AAPCS64 6.1.1 and 6.1.2. */
const SAVED = new Set([
  ...Array.from({ length: 10 }, (_, index) => `x${19 + index}`),
  ...Array.from({ length: 8 }, (_, index) => `v${8 + index}`),
]);

/** Finds functions that C calls and that lose registers which their callers still need. */
export function savedRegisters(source: AsmSource, target: AsmTarget, dialect: AsmDialect): AsmFinding[] {
  const functions = dialect === "go" ? goFunctions(source.statements) : gnuFunctions(source.statements);
  const found: AsmFinding[] = [];
  for (const body of functions) {
    const stored = new Set(body.flatMap((statement) => storedIn(statement, dialect)));
    const told = new Set<string>();
    for (const statement of body) {
      for (const register of destinations(statement, dialect)) {
        if (!SAVED.has(register) || stored.has(register) || told.has(register)) continue;
        told.add(register);
        found.push(
          findingAt(statement, {
            code: "portability-asm-saved",
            message: `${register.replace("v", "d")} belongs to the caller and is not saved: C code around it loses a value{}`,
            because: target.os === "windows" ? ", and the unwinder takes it for every frame above" : "",
            actual: statement.lineText.trim(),
            hint: "save and restore it (stp, ldp), or use x9 to x15 and v16 to v31",
          }),
        );
      }
    }
  }
  return found;
}

/** From a global label to the next; only what returns: a jump table or a start has no caller. */
function gnuFunctions(statements: readonly AsmStatement[]): AsmStatement[][] {
  const global = new Set(
    statements.flatMap(({ op, args }) => (op === ".globl" || op === ".global" ? args.map((arg) => arg.trim()) : [])),
  );
  const functions: AsmStatement[][] = [];
  let current: AsmStatement[] | undefined;
  for (const statement of statements) {
    if (statement.label !== undefined && global.has(statement.label)) functions.push((current = []));
    current?.push(statement);
  }
  return functions.filter((body) => body.some(({ op }) => op === "ret"));
}

/**
 * Functions of Go's assembler that C calls: without a frame, and named as what they are. Go's own calls save nothing, so all
 * others may use every register but g and the platform's.
 */
function goFunctions(statements: readonly AsmStatement[]): AsmStatement[][] {
  const functions: { readonly callback: boolean; readonly body: AsmStatement[] }[] = [];
  for (const statement of statements) {
    if (statement.op === "TEXT") {
      const flags = statement.args[1] ?? "";
      const callback = /callback|trampoline/i.test(statement.args[0] ?? "") && /NOFRAME/.test(flags);
      functions.push({ callback, body: [] });
    } else functions.at(-1)?.body.push(statement);
  }
  return functions
    .filter(({ callback, body }) => callback && body.some(({ op }) => op === "RET"))
    .map(({ body }) => body);
}

function storedIn({ op, args }: AsmStatement, dialect: AsmDialect): string[] {
  if (dialect === "gnu") {
    if (!op.startsWith("st")) return [];
    return args.flatMap((arg) => {
      const list = [...arg.matchAll(/\b([xwdqvs])(\d+)\b/gi)];
      return arg.startsWith("[") ? [] : list.map(([, kind, number]) => `${/[xw]/i.test(kind!) ? "x" : "v"}${number}`);
    });
  }
  if (!/^(?:MOVD|FMOVD|STP|FSTPD|FSTPQ|FMOVQ)/.test(op) || !/\([A-Z0-9]+\)$/.test(args.at(-1) ?? "")) {
    return /^SAVE_R19_TO_R28|^SAVE_F8_TO_F15/.test(op) ? [...SAVED] : [];
  }
  return args
    .slice(0, -1)
    .flatMap((arg) =>
      [...arg.matchAll(/\b([RF])(\d+)\b|\bg\b/g)].map(([word, kind, number]) =>
        word === "g" ? "x28" : `${kind === "R" ? "x" : "v"}${number}`,
      ),
    );
}
