/** A name that some system refuses or takes for another one. */
export interface NameProblem {
  readonly code: "portability-file-name" | "portability-case-collision";
  readonly file: string;
  readonly message: string;
  readonly actual: string;
  readonly hint: string;
  /** Systems on which it is one. */
  readonly systems: readonly string[];
}

/** Names of devices, with any ending (Microsoft, Naming Files, Paths, and Namespaces). */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\.|$)/i;
const REFUSED = /[<>:"|?*\\]|\p{Cc}/u;

/** Finds names that Windows refuses, and names that are one where case does not count (Windows, macOS). */
export function nameProblems(files: readonly string[]): NameProblem[] {
  const found: NameProblem[] = [];
  const told = new Set<string>();
  const folded = new Map<string, string>();
  for (const file of files) {
    const parts = file.split("/");
    for (const [index, part] of parts.entries()) {
      const path = parts.slice(0, index + 1).join("/");
      if (told.has(path)) continue;
      const wrong = refusedByWindows(part);
      if (wrong !== undefined) {
        told.add(path);
        found.push({
          code: "portability-file-name",
          file,
          message: `Windows cannot have "${path}": ${wrong}`,
          actual: part,
          hint: "rename it: git cannot even check it out there",
          systems: ["windows"],
        });
      }
      const key = path.normalize("NFC").toLowerCase();
      const other = folded.get(key);
      if (other === undefined) folded.set(key, path);
      else if (other !== path) {
        told.add(path);
        found.push({
          code: "portability-case-collision",
          file,
          message: `"${path}" and "${other}" are one where case does not count`,
          actual: path,
          hint: "rename one of them: a checkout on Windows or macOS keeps only one",
          systems: ["windows", "darwin"],
        });
      }
    }
  }
  return found;
}

function refusedByWindows(part: string): string | undefined {
  if (DEVICE.test(part)) return "that is the name of a device";
  if (REFUSED.test(part)) return "it has a character that names may not have";
  if (/[. ]$/.test(part) && part !== "." && part !== "..") return "names do not end in a dot or a space";
  return undefined;
}
