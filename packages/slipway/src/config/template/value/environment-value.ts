import { hostNames } from "../../../platform/host/host-names.ts";
import { goStringMap } from "./to-value.ts";

/**
 * `.Env` of an environment with the names of `variableName`. On Windows a template may ask for `PATH` by the name that it has there, too.
 */
export function environmentValue(
  env: Readonly<Record<string, string>>,
  windows = hostNames().os === "win32",
): ReturnType<typeof goStringMap> {
  const { PATH: path } = env;
  return goStringMap(windows && path !== undefined ? { ...env, Path: path } : env, "context.Env");
}
