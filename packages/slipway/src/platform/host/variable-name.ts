import { hostNames } from "./host-names.ts";

/**
 * What we call an environment variable. The one that says where programs are is always `PATH`: Windows mostly calls it `Path` and does not
 * tell the two apart, but a copy of its environment does.
 */
export function variableName(name: string, windows = hostNames().os === "win32"): string {
  return windows && /^path$/i.test(name) ? "PATH" : name;
}
