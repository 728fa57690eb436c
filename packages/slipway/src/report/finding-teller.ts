import type { Event } from "../events.ts";
import type { Finding } from "../findings.ts";
import { findingKey, groupFindings, type FindingGroup } from "./finding-group.ts";

/**
 * Tells people each finding once, however many targets have it. An error is told when it is found, and again with its headline
 * alone; anything less is held until the run ends, and told with all of its targets.
 */
export class FindingTeller {
  readonly #tell: (finding: Finding) => void;
  /** What was found so far and is not told. */
  #held: Finding[] = [];
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
    const held = this.#held;
    this.#held = [];
    for (const group of groupFindings(held)) this.#tell(together(group));
  }

  #find(finding: Finding): void {
    const key = findingKey(finding);
    if (finding.severity !== "error") {
      this.#held.push(finding);
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
function together({ first, targets, count }: FindingGroup): Finding {
  if (count === 1) return first;
  const { target: _, artifact: __, ...same } = first;
  if (targets.length > 0) return { ...same, target: targets.join(", ") };
  return { ...same, message: `${same.message} (${count} times)` };
}
