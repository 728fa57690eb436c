import assert from "node:assert/strict";
import test from "node:test";
import { array, assert as check, constantFrom, property, string } from "fast-check";
import { immediate } from "./asm-finding.ts";
import { readAssembly } from "./asm-source.ts";
import { evaluateCondition } from "./condition.ts";
import { examineAssembly } from "./examine-assembly.ts";

const read = (text: string, names: readonly string[] = []) =>
  readAssembly(text, "gnu", new Map(names.map((name) => [name, "1"])));
const ops = (text: string, names?: readonly string[]): string[] =>
  read(text, names).statements.map(({ op, args }) => [op, ...args].join(" "));

test("readAssembly() decides conditions, nested and with else, as a C preprocessor does", () => {
  const text =
    "#if defined(A) && !defined(B)\n one\n#elif defined(B)\n two\n#ifdef A\n both\n#endif\n#else\n none\n#endif\n all\n";
  assert.deepEqual(ops(text, ["A"]), ["one", "all"]);
  assert.deepEqual(ops(text, ["B"]), ["two", "all"]);
  assert.deepEqual(ops(text, ["A", "B"]), ["two", "both", "all"]);
  assert.deepEqual(ops(text), ["none", "all"]);
});

test("readAssembly() expands macros with arguments and pasting, and tells the line of the use", () => {
  const text =
    "#define SYM(x) _##x\n#define SAVE(a, b) stp a, b, [sp, #-16]! ; \\\n mov a, b\nSYM(f):\n SAVE(x19, x20)\n";
  const { statements } = read(text);
  assert.deepEqual(
    statements.map(({ line, label, op, args }) => [line, label, op, ...args]),
    [
      [4, "_f", ""],
      [5, undefined, "stp", "x19", "x20", "[sp, #-16]!"],
      [5, undefined, "mov", "x19", "x20"],
    ],
  );
});

test("readAssembly() leaves comments out and texts in quotes alone", () => {
  assert.deepEqual(ops('mov x0, x1 // svc\n/* svc\n svc */ ret\n# svc\n .ascii "a; /* b */"\n'), [
    "mov x0 x1",
    "ret",
    '.ascii "a; /* b */"',
  ]);
});

test("readAssembly() ends for macros that name themselves and each other, and says that something is missing", () => {
  const bomb = `#define A(x) B(x,x)\n#define B(x,y) A(x) A(y) C C\n#define C ${"A(q) ".repeat(200)}\nA(1)\n`;
  assert.equal(read(bomb).cut, true);
  assert.equal(read("#define A B\n#define B A\nA\n").statements.length, 1);
});

test("immediate() reads numbers, names and small sums, and nothing else", () => {
  const values = new Map([
    ["FRAME", "48"],
    ["LOOP", "LOOP"],
  ]);
  for (const [text, expected] of [
    ["#16", 16],
    ["$-0x10", -16],
    ["-FRAME", -48],
    ["(FRAME+8)", 56],
    ["2*FRAME", 96],
    ["LOOP", undefined],
    ["x0", undefined],
    ["\\arg", undefined],
  ] as const) {
    assert.equal(immediate(text, values), expected, text);
  }
});

test("evaluateCondition() follows C's precedence, and takes unknown names for 0", () => {
  const names = { defined: (name: string) => name === "A", value: (name: string) => (name === "A" ? "3" : undefined) };
  for (const [text, expected] of [
    ["A >= 3 && !B", true],
    ["defined A || defined(B) && 0", true],
    ["(defined(B) || 0) && A", false],
    ["A == 2", false],
    ["", false],
    ["((((", false],
  ] as const) {
    assert.equal(evaluateCondition(text, names), expected, text);
  }
});

test("examineAssembly() takes any text, in bounds", () => {
  const words = constantFrom(
    "#if",
    "#define",
    "TEXT",
    "·f(SB)",
    "svc",
    "sub sp, sp, #",
    "[sp, ",
    "]!",
    "\n",
    "\\\n",
    "(",
    ",",
    "##",
    '"',
    "/*",
    ".globl",
    "x19",
    "$",
    "ret",
    ";",
  );
  const target = { name: "darwin/arm64", os: "darwin", arch: "arm64" };
  check(
    property(array(words, { maxLength: 60 }), string({ unit: "binary", maxLength: 40 }), (parts, noise) => {
      for (const dialect of ["go", "gnu"] as const) examineAssembly(parts.join(" ") + noise, dialect, target);
    }),
    { numRuns: 300 },
  );
});
