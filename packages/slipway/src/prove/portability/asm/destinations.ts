import type { AsmDialect, AsmStatement } from "./asm-source.ts";

/** Instructions that write none of their operands, or only memory. */
const GNU_SILENT =
  /^(?:st(?!xr|lxr|xp|lxp)\w*|cmp|cmn|tst|ccmp|ccmn|fcmpe?|fccmpe?|b(?:\.\w+)?|br|bl|blr|cbn?z|tbn?z|ret\w*|prfm|prfum|dmb|dsb|isb|msr|svc|brk|hlt|hint|nop|yield|wfe|wfi|sevl?|ic|dc|at|tlbi|bti|pac\w*|aut\w*)$/;

/** Go's instructions of that kind. */
const GO_SILENT =
  /^(?:CMPW?|CMNW?|TSTW?|CCMPW?|CCMNW?|FCMP[SDE]*|FCCMP\w*|B(?:EQ|NE|LT|GT|LE|GE|LO|HI|LS|HS|MI|PL|VS|VC|CC|CS)?|BL|CALL|JMP|CBN?ZW?|TBN?Z|RET|PRFM|DMB|DSB|ISB|MSR|SVC|BRK|HLT|HINT|NOOP|NOP|YIELD|WORD|DWORD|BYTE|PCALIGN|DATA|GLOBL|TEXT|FUNCDATA|PCDATA|GO_ARGS|NO_LOCAL_POINTERS|UNDEF|STP(?:W|\.P|\.W)?|FSTP\w*|VST\d*\S*)$/;

/**
 * The registers that a statement writes, as `x19` and `v8`; addresses that are moved on the way are left out. For Go's
 * assembler the destination stands last, for GNU's first.
 */
export function destinations({ op, args }: AsmStatement, dialect: AsmDialect): string[] {
  if (op === "" || op.startsWith(".")) return [];
  if (dialect === "go") {
    if (GO_SILENT.test(op)) return [];
    const last = args.at(-1) ?? "";
    const pair = /^\(\s*(\w+)\s*,\s*(\w+)\s*\)$/.exec(last);
    return (pair ? [pair[1]!, pair[2]!] : [last]).flatMap(goRegister);
  }
  if (GNU_SILENT.test(op)) return [];
  const count = /^(?:ldn?p(?:sw)?|ldxp|ldaxp|ldp)$/.test(op) ? 2 : 1;
  const first = args[0] ?? "";
  if (first.startsWith("{")) return [...first.matchAll(/\bv(\d+)/gi)].map(([, number]) => `v${number}`);
  return args.slice(0, count).flatMap(gnuRegister);
}

function goRegister(word: string): string[] {
  if (word === "g") return ["x28"];
  const match = /^(R|F|V)(\d+)(?:_PLATFORM)?(?:\.\w+.*)?$/.exec(word);
  if (!match) return [];
  return [`${match[1] === "R" ? "x" : "v"}${match[2]}`];
}

function gnuRegister(word: string): string[] {
  const match = /^([xwdsqhbv])(\d+)(?:\.\w+.*)?$/i.exec(word);
  if (!match) return /^fp$/i.test(word) ? ["x29"] : [];
  return [`${/[xw]/i.test(match[1]!) ? "x" : "v"}${match[2]}`];
}
