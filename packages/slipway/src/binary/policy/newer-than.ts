/** Whether a version of numbers and dots is newer than another: `2.34` than `2.4`. */
export function newerThan(version: string, other: string): boolean {
  const [a, b] = [version, other].map((text) => text.split(".").map((part) => Number.parseInt(part, 10) || 0));
  for (let index = 0; index < Math.max(a!.length, b!.length); index++) {
    const difference = (a![index] ?? 0) - (b![index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}
