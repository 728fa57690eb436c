import { availableParallelism } from "node:os";

/** Cores that this process may use (its affinity and, where Node knows them, container limits respected). */
export function cpuCount(): number {
  return availableParallelism();
}
