import { fail } from "../vfs/fs-error.ts";
import { MAGIC, VERSION } from "./frame.ts";
import type { PayloadReader } from "./payload.ts";

/** Reads how both a HELLO and its reply begin. @throws EPROTO when the other side speaks another version */
export function expectHello(reader: PayloadReader): void {
  if (reader.u32() !== MAGIC) fail("EPROTO", "no HELLO");
  const version = reader.u32();
  if (version !== VERSION) fail("EPROTO", `version ${version}, expected ${VERSION}`);
}
