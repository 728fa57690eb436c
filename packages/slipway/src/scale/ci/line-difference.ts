/** Lines of context around a change. */
const CONTEXT = 2;
/** Texts with more lines are told as gone and as new: workflow files are smaller. */
const MOST = 5000;

/** How two texts differ, as lines that begin with `-`, `+` or a space, with `@@ line` before each place. Empty when they are equal. */
export function lineDifference(old: string, fresh: string): string[] {
  if (old === fresh) return [];
  const steps = edits(old.split("\n"), fresh.split("\n"));
  const shown = new Set<number>();
  for (const [at, { sign }] of steps.entries()) {
    if (sign === " ") continue;
    for (let near = at - CONTEXT; near <= at + CONTEXT; near += 1) shown.add(near);
  }
  const lines: string[] = [];
  let before = -1;
  for (const [at, { sign, text, line }] of steps.entries()) {
    if (!shown.has(at)) continue;
    if (at !== before + 1 || lines.length === 0) lines.push(`@@ line ${line}`);
    lines.push(`${sign}${text}`);
    before = at;
  }
  return lines;
}

interface Step {
  readonly sign: " " | "-" | "+";
  readonly text: string;
  /** Line in the old text, from 1. */
  readonly line: number;
}

/** The longest common subsequence, by the table of its lengths. */
function edits(old: readonly string[], fresh: readonly string[]): Step[] {
  if (old.length > MOST || fresh.length > MOST) {
    return [...old.map((text, at) => step("-", text, at)), ...fresh.map((text) => step("+", text, old.length))];
  }
  const width = fresh.length + 1;
  const lengths = new Uint16Array((old.length + 1) * width);
  for (let a = old.length - 1; a >= 0; a -= 1) {
    for (let b = fresh.length - 1; b >= 0; b -= 1) {
      lengths[a * width + b] =
        old[a] === fresh[b]
          ? lengths[(a + 1) * width + b + 1]! + 1
          : Math.max(lengths[(a + 1) * width + b]!, lengths[a * width + b + 1]!);
    }
  }
  const steps: Step[] = [];
  let [a, b] = [0, 0];
  while (a < old.length || b < fresh.length) {
    if (a < old.length && b < fresh.length && old[a] === fresh[b]) {
      steps.push(step(" ", old[a]!, a));
      a += 1;
      b += 1;
    } else if (b >= fresh.length || (a < old.length && lengths[(a + 1) * width + b]! >= lengths[a * width + b + 1]!)) {
      steps.push(step("-", old[a]!, a));
      a += 1;
    } else {
      steps.push(step("+", fresh[b]!, a));
      b += 1;
    }
  }
  return steps;
}

function step(sign: Step["sign"], text: string, index: number): Step {
  return { sign, text, line: index + 1 };
}
