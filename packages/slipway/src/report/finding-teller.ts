import type { Event } from "../events.ts";
import type { Finding } from "../findings.ts";

/**
 * Tells people each finding once, however many targets have it. An error is told when it is found, and again with its headline
 * alone; anything less is held until the run ends, and told with all of its targets.
 */
export class FindingTeller {
  readonly #tell: (finding: Finding) => void;
  /** What was found so far and is not told, by what it says. */
  readonly #held = new Map<string, Finding[]>();
  readonly #errors = new Set<string>();
  #running = false;

  constructor(tell: (finding: Finding) => void) {
    this.#tell = tell;
  }

  add(event: Event): void {
    switch (event.type) {
      case "finding":
        this.#find(event.finding);
        break;
      case "task-started":
      case "task-finished":
        // What the plan found stands before all tasks.
        if (!this.#running) this.flush();
        this.#running = true;
        break;
      case "run-finished":
        this.flush();
        break;
      default:
    }
  }

  /** Tells what is held. */
  flush(): void {
    const groups = [...this.#held.values()];
    this.#held.clear();
    for (const group of groups) this.#tell(together(group));
  }

  #find(finding: Finding): void {
    const { target: _, artifact: __, ...same } = finding;
    const key = JSON.stringify(same);
    if (finding.severity !== "error") {
      this.#held.set(key, [...(this.#held.get(key) ?? []), finding]);
    } else if (this.#errors.has(key)) {
      const { code, severity, message, target, artifact } = finding;
      this.#tell({
        code,
        severity,
        message,
        ...(target === undefined ? {} : { target }),
        ...(artifact === undefined ? {} : { artifact }),
      });
    } else {
      this.#errors.add(key);
      this.#tell(finding);
    }
  }
}

/** One finding for all of them, on all of their targets. */
function together(group: readonly Finding[]): Finding {
  const [first] = group;
  if (group.length === 1) return first!;
  const { target: _, artifact: __, ...same } = first!;
  const targets = [...new Set(group.flatMap(({ target }) => target ?? []))].sort();
  if (targets.length > 0) return { ...same, target: targets.join(", ") };
  return { ...same, message: `${same.message} (${group.length} times)` };
}
