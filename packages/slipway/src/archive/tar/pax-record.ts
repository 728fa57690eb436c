const encoder = new TextEncoder();

/** One pax record, `<length> <key>=<value>\n`, whose length counts its own digits (POSIX.1-2001, pax, extended header). */
export function encodePaxRecord(key: string, value: string): Uint8Array {
  const rest = encoder.encode(` ${key}=${value}\n`);
  let length = rest.length + 1;
  while (rest.length + String(length).length !== length) length = rest.length + String(length).length;
  const record = new Uint8Array(length);
  record.set(encoder.encode(String(length)));
  record.set(rest, length - rest.length);
  return record;
}
