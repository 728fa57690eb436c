import type { Inspection } from "../../binary/inspect/inspection.ts";
import { sizedPrograms } from "../../binary/size/sized-programs.ts";
import { printable } from "../error-text.ts";
import type { Style } from "../style.ts";
import { formatBytes } from "../units.ts";
import { aboutText } from "./inspection-facts.ts";
import { sizeText } from "./size-text.ts";

/** Where the bytes of a file's programs are. */
export function inspectionSizes(inspected: Inspection & { readonly file: string }, style: Style): string {
  const programs = sizedPrograms(inspected);
  const head = `${style.bold(printable(inspected.file))}\n${printable(aboutText(inspected))}, ${formatBytes(inspected.size)}`;
  if (programs.length === 0) return `${head}\n\nnothing in it can be measured`;
  const texts = programs.map(({ name, sizes }) =>
    [
      ...(name === "" ? [] : [style.bold(`${printable(name)}, ${formatBytes(sizes.bytes)}`)]),
      sizeText(sizes, style),
    ].join("\n\n"),
  );
  return [head, ...texts].join("\n\n");
}
