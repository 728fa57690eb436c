import type { GoToolchain } from "../facts.ts";
import type { GoVariables } from "../go/go-variable.ts";
import type { SelectOptions } from "./select-toolchain.ts";
export async function downloadToolchain(
  _name: string,
  _options: SelectOptions & { readonly variables: GoVariables },
): Promise<GoToolchain> {
  throw new Error("Internal error: soon");
}
