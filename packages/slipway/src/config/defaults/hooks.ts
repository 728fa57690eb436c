import type { Hook, HookPair } from "../sections/hook.ts";
import type { Raw } from "../schema/project-file.ts";

type RawHooks = NonNullable<NonNullable<Raw["before"]>["hooks"]>;
type RawPair = NonNullable<NonNullable<Raw["builds"]>[number]["hooks"]>;

/** Hooks with every field; those without a command are left out. */
export function hooksOf(raw: RawHooks | undefined): Hook[] {
  return (raw ?? [])
    .filter((hook) => (hook.cmd ?? "") !== "")
    .map((hook) => ({
      cmd: hook.cmd ?? "",
      dir: hook.dir ?? "",
      env: hook.env ?? [],
      output: hook.output ?? false,
      if: hook.if ?? "",
    }));
}

/** Hooks before and after. */
export function hookPairOf(raw: RawPair | undefined): HookPair {
  return { pre: hooksOf(raw?.pre), post: hooksOf(raw?.post) };
}
