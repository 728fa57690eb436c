import type { Kind } from "../plan/kind.ts";
import { coverageKind } from "./coverage.ts";
import { policyKind } from "./policy.ts";
import { reproduceKind } from "./reproduce.ts";
import { portabilityKind } from "./portability.ts";
import { smokeKind } from "./smoke.ts";
import { testKind } from "./test.ts";

/** What is proven of each program as soon as it is built, before anything is made of it. */
export const programCheckKinds: readonly Kind[] = [policyKind, testKind, coverageKind];

/** What is proven of what was packed, in planning order. A new check is one file and one line here. */
export const proveKinds: readonly Kind[] = [smokeKind, reproduceKind, portabilityKind];
