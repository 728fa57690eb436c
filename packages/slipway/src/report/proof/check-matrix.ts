import type { Check, CheckStatus } from "../../checks.ts";

/** One cell: what all checks of one name came to for one target. */
export interface MatrixCell {
  /** `partly`: something passed and something was skipped; nothing failed. */
  readonly status: CheckStatus | "partly";
  readonly checks: readonly Check[];
}

/** Targets against checks. A cell that is absent was not planned. */
export interface CheckMatrix {
  readonly names: readonly string[];
  readonly rows: readonly { readonly target: string; readonly cells: readonly (MatrixCell | undefined)[] }[];
}

/** The name of the row of what belongs to no single target. */
export const PROJECT_ROW = "the project";

/** Checks in the order in which a reader wants them. */
const ORDER = ["policy", "archive", "smoke", "test", "reproduce", "portability"];

/** Arranges checks by target and name. */
export function checkMatrix(checks: readonly Check[]): CheckMatrix {
  const rank = (name: string): number => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);
  const names = [...new Set(checks.map(({ check }) => check))].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  const targets = [...new Set(checks.map(({ target }) => target ?? PROJECT_ROW))].sort();
  return {
    names,
    rows: targets.map((target) => ({
      target,
      cells: names.map((name) => {
        const own = checks.filter((each) => each.check === name && (each.target ?? PROJECT_ROW) === target);
        return own.length === 0 ? undefined : { status: statusOf(own), checks: own };
      }),
    })),
  };
}

function statusOf(checks: readonly Check[]): MatrixCell["status"] {
  const has = (status: CheckStatus): boolean => checks.some((check) => check.status === status);
  if (has("failed")) return "failed";
  if (!has("skipped")) return "passed";
  return has("passed") ? "partly" : "skipped";
}
