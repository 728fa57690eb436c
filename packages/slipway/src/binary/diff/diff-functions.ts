import { equalBytes } from "../compare-bytes.ts";
import { readGoFunctions } from "../go/go-functions.ts";
import { packagePathOf } from "../go/package-path.ts";
import type { GoFunction } from "../go/pclntab.ts";
import type { Program } from "../read-binary.ts";
import type { DiffCause } from "./binary-diff.ts";
import { headerTarget } from "../inspect/header-target.ts";
import { cause } from "./diff-build.ts";
import { sameCode } from "./same-code.ts";

/** Functions named one by one; further ones are counted. */
const MAX_NAMED = 20;
/** When more of the functions of equal size differ, addresses inside them moved and their bytes tell nothing. */
const MAX_CHANGED_SHARE = 0.05;

/** What was found before functions are looked at. */
export interface Known {
  readonly isEmpty: boolean;
  /** Whether the code of a package differs for a reason that is known already. */
  explains(path: string): boolean;
}

/**
 * Compares the functions of two Go programs by name: added, removed, of another size, or of other code where the layout
 * around them is unchanged.
 *
 * @throws FormatError
 */
export function diffFunctions(a: Program, b: Program, known: Known): readonly DiffCause[] {
  const before = byName(readGoFunctions(a));
  const after = byName(readGoFunctions(b));
  const changed: DiffCause[] = [];
  const sameSize: [GoFunction, GoFunction][] = [];
  const push = (name: string, one: string | null, other: string | null): void => {
    const path = packagePathOf(name);
    // Generated functions follow the packages that they serve.
    if (path !== "" && !known.explains(path)) changed.push(cause("function", name, one, other));
  };
  for (const name of [...new Set([...before.keys(), ...after.keys()])].sort()) {
    const one = before.get(name);
    const other = after.get(name);
    if (one === undefined || other === undefined || one.length !== other.length) {
      push(name, one === undefined ? null : sizes(one), other === undefined ? null : sizes(other));
      continue;
    }
    if (sizes(one) !== sizes(other)) {
      const usedA = one.map((each) => usedSize(a, each));
      const usedB = other.map((each) => usedSize(b, each));
      if (usedA.some((size, index) => size !== usedB[index])) push(name, sizes(one), sizes(other));
    } else for (const [index, each] of one.entries()) sameSize.push([each, other[index]!]);
  }
  changed.push(...otherCode(a, b, sameSize, known));
  if (changed.length <= MAX_NAMED) return changed;
  const packages = [...new Set(changed.slice(MAX_NAMED).map((each) => packagePathOf(each.subject)))].sort();
  const rest = `${changed.length - MAX_NAMED} more functions in ${packages.slice(0, 5).join(", ")}${packages.length > 5 ? " ..." : ""}`;
  return [...changed.slice(0, MAX_NAMED), { code: "function", message: rest, subject: rest, a: null, b: null }];
}

/**
 * A function's size without the padding behind it, which follows from where it was placed: linkers fill with zeros, or with
 * breakpoints on x86.
 */
function usedSize(program: Program, each: GoFunction): number {
  const bytes = program.format === "wasm" ? undefined : program.addressSpace.read(each.entry, each.size);
  if (bytes === undefined) return each.size;
  let { size } = each;
  while (size > 0 && (bytes[size - 1] === 0xcc || bytes[size - 1] === 0)) size--;
  return size;
}

/** Functions of equal size whose bytes differ, when they are few enough to be changes of their own. */
function otherCode(
  a: Program,
  b: Program,
  pairs: readonly (readonly [GoFunction, GoFunction])[],
  known: Known,
): readonly DiffCause[] {
  if (a.format === "wasm" || b.format === "wasm") return [];
  const memoryA = a.addressSpace;
  const memoryB = b.addressSpace;
  const { arch } = headerTarget(a);
  const different: (readonly [GoFunction, GoFunction])[] = [];
  const unsure: (readonly [GoFunction, GoFunction])[] = [];
  for (const pair of pairs) {
    const [one, other] = pair;
    const bytesA = memoryA.read(one.entry, one.size);
    const bytesB = memoryB.read(other.entry, other.size);
    if (bytesA === undefined || bytesB === undefined || equalBytes(bytesA, bytesB)) continue;
    const same = sameCode(
      { bytes: bytesA, address: one.entry, memory: memoryA },
      { bytes: bytesB, address: other.entry, memory: memoryB },
      arch,
    );
    if (same === false) different.push(pair);
    else if (same === undefined) unsure.push(pair);
  }
  // Where nobody can tell an address from code, a few differences are changes of their own if nothing else was found.
  if (known.isEmpty && unsure.length <= pairs.length * MAX_CHANGED_SHARE) different.push(...unsure);
  // When so many differ, the layout did, and not each of them.
  if (different.length > pairs.length * MAX_CHANGED_SHARE) return [];
  return different.flatMap(([one, other]) => {
    const path = packagePathOf(one.name);
    if (path === "" || known.explains(path)) return [];
    return [
      {
        ...cause("function", one.name, `${one.size} bytes`, `${other.size} bytes`),
        message: `${one.name}: other code in the same ${one.size} bytes`,
        ...placed("offsetA", memoryA.offsetOf(one.entry)),
        ...placed("offsetB", memoryB.offsetOf(other.entry)),
      },
    ];
  });
}

function placed<K extends "offsetA" | "offsetB">(key: K, offset: number | undefined): { readonly [P in K]?: number } {
  return (offset === undefined ? {} : { [key]: offset }) as { readonly [P in K]?: number };
}

/** Functions that share a name (a wrapper and its assembly) keep their order. */
function byName(functions: readonly GoFunction[]): Map<string, GoFunction[]> {
  const map = new Map<string, GoFunction[]>();
  for (const each of functions) {
    const others = map.get(each.name);
    if (others === undefined) map.set(each.name, [each]);
    else others.push(each);
  }
  return map;
}

function sizes(functions: readonly GoFunction[]): string {
  return functions.map((each) => `${each.size} bytes`).join(" + ");
}
