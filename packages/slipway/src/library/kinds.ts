import type { Kind } from "../plan/kind.ts";

/** Every kind of task in the order of the data's way: what one plans, the next ones see. Loaded when a plan is made. */
export async function allKinds(): Promise<readonly Kind[]> {
  const [{ buildKinds, lastKinds }, { programCheckKinds, proveKinds }, { openingKinds, packKinds, closingKinds }] =
    await Promise.all([import("../build/kinds.ts"), import("../prove/kinds.ts"), import("../pack/kinds.ts")]);
  return [
    ...openingKinds,
    ...buildKinds,
    ...programCheckKinds,
    ...packKinds,
    ...proveKinds,
    ...closingKinds,
    ...lastKinds,
  ];
}
