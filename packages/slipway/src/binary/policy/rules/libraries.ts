import type { Rule, Subject } from "../rule.ts";
import { isSystemLibrary } from "../system-libraries.ts";

export const foreignLibrary: Rule = {
  code: "foreign-library",
  severity: "warning",
  formats: ["elf", "pe", "macho"],
  about: "The program loads a library that is no part of the system",
  reason: "It starts on machines that have the library and nowhere else",
  fix: "Link it statically, ship it beside the program (`dylibs`), or allow it: policy.libraries",
  check({ inspection, limits, promised }: Subject) {
    const os = promised.os ?? inspection.target?.split("/")[0];
    if (os === undefined) return [];
    const allowed = (limits.libraries ?? []).map(pattern);
    return inspection.libraries
      .map(({ name }) => name)
      .filter((name) => !isSystemLibrary(name, os) && !allowed.some((each) => each.test(name)))
      .map((name) => ({
        message: `The program loads ${name}, which is no part of the system`,
        expected: allowed.length === 0 ? "libraries of the system" : "libraries of the system and of policy.libraries",
        actual: name,
      }));
  },
};

/** A pattern of the config: `*` is anything; a plain name also stands for a path that ends in it. */
export function pattern(text: string): RegExp {
  const body = text.replace(/[\\^$.+?()[\]{}|]/g, "\\$&").replaceAll("*", ".*");
  return new RegExp(`^(?:.*/)?${body}$`, "i");
}
