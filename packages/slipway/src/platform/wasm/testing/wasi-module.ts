/** `\0asm` and version 1. */
const HEAD = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

const text = (value: string): number[] => [value.length, ...new TextEncoder().encode(value)];
const section = (id: number, ...content: readonly number[]): number[] => [id, content.length, ...content];

/** The smallest wasip1 program whose start function has these instructions before its end. */
export function wasiModule(instructions: readonly number[]): Uint8Array {
  const body = [0, ...instructions, 0x0b];
  return Uint8Array.from([
    ...HEAD,
    ...section(1, 1, 0x60, 0, 0),
    ...section(2, 1, ...text("wasi_snapshot_preview1"), ...text("sched_yield"), 0, 0),
    ...section(3, 1, 0),
    ...section(7, 1, ...text("_start"), 0, 1),
    ...section(10, 1, body.length, ...body),
  ]);
}
