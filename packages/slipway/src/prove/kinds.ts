import type { Kind } from "../plan/kind.ts";
import { policyKind } from "./policy.ts";

/** What is proven of each program as soon as it is built, before anything is made of it. */
export const programCheckKinds: readonly Kind[] = [policyKind];
