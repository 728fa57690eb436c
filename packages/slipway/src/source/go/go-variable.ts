import { join } from "../../platform/path.ts";
import { readTextNow } from "../../platform/file/walk.ts";
import { parseGoEnvFile } from "./go-env-file.ts";

/** Where Go looks for the value of a variable, first match wins. */
export interface GoVariables {
  readonly env: Readonly<Record<string, string>>;
  /** Values of Go's environment file. */
  readonly goEnv: Readonly<Record<string, string>>;
  /** GOROOT of the found toolchain, whose `go.env` holds the defaults. */
  readonly root?: string;
}

/** What `go env NAME` prints for the variables whose default stands in `GOROOT/go.env` (`GOPROXY`, `GOSUMDB`). */
export function goVariable(variables: GoVariables, name: string): string | undefined {
  return (
    variables.env[name] ||
    variables.goEnv[name] ||
    (variables.root === undefined ? undefined : parseGoEnvFile(readTextNow(join(variables.root, "go.env")) ?? "")[name])
  );
}
