import type { Place } from "../../errors.ts";
import type { Finding } from "../../findings.ts";

/** Something that loading tells and that stops nothing. */
export function notice(code: string, message: string, where?: Place, hint?: string): Finding {
  return { code, severity: "notice", message, ...(where ? { where } : {}), ...(hint === undefined ? {} : { hint }) };
}

/** Something that loading warns of. */
export function warning(code: string, message: string, where?: Place, hint?: string): Finding {
  return { ...notice(code, message, where, hint), severity: "warning" };
}
