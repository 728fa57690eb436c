import type { Rule } from "./rule.ts";
import { tooLarge, tooMuchMemory } from "./rules/budget.ts";
import { buildPaths, damagedPart, debugData, timeStamp, unstripped } from "./rules/contents.ts";
import {
  executableStack,
  noAslr,
  noCfg,
  noNx,
  noPie,
  noRelro,
  textRelocations,
  writableCode,
} from "./rules/hardening.ts";
import { newGlibc, wrongLibc } from "./rules/libc.ts";
import { foreignLibrary } from "./rules/libraries.ts";
import { wrongMachine, wrongVariant } from "./rules/machine.ts";
import { badSignature, foreignSlice, newOs, noUuid } from "./rules/macos.ts";
import { dirtyStamp, wrongCommit, wrongVersion } from "./rules/origin.ts";
import { unresolvedRpath, unsafeRpath } from "./rules/rpath.ts";
import { forbiddenSymbol } from "./rules/symbols.ts";
import { wasmFeature, wasmImport } from "./rules/wasm.ts";
import { wrongCharacteristics, wrongSubsystem } from "./rules/windows.ts";

/** Every rule, in the order in which findings are told: for whom, from what, whether it starts, whether it is safe, what is in it. */
export const RULES: readonly Rule[] = [
  wrongMachine,
  wrongVariant,
  foreignSlice,
  wrongCommit,
  dirtyStamp,
  wrongVersion,
  wrongCharacteristics,
  wrongSubsystem,
  badSignature,
  noUuid,
  newOs,
  wrongLibc,
  newGlibc,
  unresolvedRpath,
  unsafeRpath,
  foreignLibrary,
  forbiddenSymbol,
  wasmImport,
  wasmFeature,
  executableStack,
  writableCode,
  textRelocations,
  noNx,
  noAslr,
  noCfg,
  noPie,
  noRelro,
  unstripped,
  debugData,
  buildPaths,
  timeStamp,
  damagedPart,
  tooLarge,
  tooMuchMemory,
];
