import type { Rule } from "./rule.ts";
import { wrongMachine, wrongVariant } from "./rules/machine.ts";
import { dirtyStamp, wrongCommit, wrongVersion } from "./rules/origin.ts";

/** Every rule, in the order in which findings are told. */
export const RULES: readonly Rule[] = [wrongMachine, wrongVariant, wrongCommit, dirtyStamp, wrongVersion];
