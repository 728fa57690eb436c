const encoder = new TextEncoder();

const PREAMBLE = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

/** A module with something in most sections. */
export function wasmBytes(): Uint8Array {
  const section = (id: number, ...contents: number[]): number[] => [id, contents.length, ...contents];
  const text = (value: string): number[] => [value.length, ...encoder.encode(value)];
  const env = (name: string, ...kind: number[]): number[] => [...text("env"), ...text(name), ...kind];
  return Uint8Array.from([
    ...PREAMBLE,
    ...section(1, 2, 0x60, 2, 0x7f, 0x7e, 1, 0x7d, 0x60, 0, 0),
    ...section(
      2,
      4,
      ...env("f", 0, 0),
      ...env("t", 1, 0x70, 1, 1, 2),
      ...env("m", 2, 3, 1, 4),
      ...env("g", 3, 0x7f, 1),
    ),
    ...section(3, 1, 1),
    ...section(6, 1, 0x7e, 0, 0x42, 0x7f, 0x0b),
    ...section(7, 2, ...text("run"), 0, 1, ...text("mem"), 2, 0),
    ...section(8, 1),
    ...section(10, 1, 2, 0, 0x0b),
    ...section(11, 2, 0, 0x41, 0x80, 0x08, 0x0b, 3, 1, 2, 3, 1, 1, 9),
    ...section(0, ...text("producers"), 1, ...text("language"), 1, ...text("C11"), ...text("")),
    ...section(0, ...text("target_features"), 2, 0x2b, ...text("simd128"), 0x2b, ...text("sign-ext")),
    ...section(0, ...text("name"), 0, 2, ...text("p"), 1, 7, 1, 1, ...text("start")),
  ]);
}

/** A component that holds the module above. */
export function componentBytes(): Uint8Array {
  const module = wasmBytes();
  const size = [(module.length & 0x7f) | 0x80, module.length >> 7];
  return Uint8Array.from([0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00, 0x01, ...size, ...module]);
}

/** A library archive with a symbol index, a table of long names, and names of all three ways of writing. */
export function arBytes(): Uint8Array {
  const member = (name: string, contents: string): string => {
    const header = `${name.padEnd(16)}${"0".padEnd(12)}${"0".padEnd(6)}${"0".padEnd(6)}${"644".padEnd(8)}${String(contents.length).padEnd(10)}\`\n`;
    return header + contents + (contents.length % 2 === 1 ? "\n" : "");
  };
  return encoder.encode(
    `!<arch>\n${member("/", "\0\0\0\0")}${member("//", "a_name_longer_than_sixteen.o/\n")}${member("go.o/", "four")}${member("/0", "abc")}${member("#1/8", "bsd.o\0\0\0xy")}`,
  );
}
