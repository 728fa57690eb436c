import type { TemplateHost } from "../template-host.ts";
import { formatTime } from "../value/time-layout.ts";
import { bool, string } from "../value/value.ts";
import type { GoFunction, Maybe } from "../value/value.ts";
import { fileFunctions } from "./file-functions.ts";
import { ofStrings } from "./function.ts";
import { LIST_FUNCTIONS } from "./list-functions.ts";
import { REGEXP_FUNCTIONS } from "./regexp-functions.ts";
import { STRING_FUNCTIONS } from "./string-functions.ts";
import { VERSION_FUNCTIONS } from "./version-functions.ts";

/**
 * Every function of GoReleaser's templates, those of the paid edition included.
 *
 * @param environment - What `.Env` holds, for `envOrDefault` and `isEnvSet`.
 */
export function releaseFunctions(host: TemplateHost, environment: Maybe): Readonly<Record<string, GoFunction>> {
  const variables = environment?.kind === "map" ? environment.entries : undefined;
  return {
    ...STRING_FUNCTIONS,
    ...LIST_FUNCTIONS,
    ...VERSION_FUNCTIONS,
    ...REGEXP_FUNCTIONS,
    ...fileFunctions(host),
    time: ofStrings(1, (layout = "") => string(formatTime(BigInt(Math.trunc(host.now)) * 1_000_000n, layout))),
    envOrDefault: ofStrings(2, (name = "", value = "") => variables?.get(name) ?? string(value)),
    isEnvSet: ofStrings(1, (name = "") => {
      const found = variables?.get(name);
      return bool(found?.kind === "string" && found.value !== "");
    }),
  };
}
