/** Prints the table of rules of docs/policy.md, which `docs.test.ts` compares with the page. */
import { RULES } from "../packages/slipway/src/binary/policy/all-rules.ts";

const NAMES: Readonly<Record<string, string>> = {
  elf: "ELF",
  pe: "PE",
  macho: "Mach-O",
  wasm: "WebAssembly",
  "macho-fat": "universal",
  xcoff: "XCOFF",
  plan9: "Plan 9",
  ar: "library archives",
};

/** One row a rule, in the order in which they are checked. */
export function policyRows(): string[] {
  return RULES.map((rule) => {
    const formats =
      rule.formats.length >= 5 ? "every program" : rule.formats.map((each) => NAMES[each] ?? each).join(", ");
    return `| [${rule.code}](errors.md#${rule.code}) | ${rule.severity} | ${formats} | ${rule.about} |`;
  });
}

if (import.meta.main) console.log(policyRows().join("\n"));
