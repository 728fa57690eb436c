import type { Kind } from "../plan/kind.ts";

/**
 * Programs that are released as they are (`formats: [binary]`): a second name for a file that a build made. Planned
 * together with the archives.
 */
export const releaseBinaryKind: Kind = {
  name: "release-binary",
  version: 1,
  plan() {},
  async run(task, context) {
    const artifact = task.announces?.[0];
    if (artifact === undefined || context.told(task.inputs[0]!)?.["DynamicallyLinked"] !== true) return undefined;
    return { extra: { [artifact.path]: { DynamicallyLinked: true } } };
  },
};
