/** What comes next in a function's body. */
export const OPCODE = 0;
export const NUMBER = 1;
export const CALL_TYPE = 2;
export const ALIGNMENT = 3;
export const BLOCK_TYPE = 4;
export const TABLE = 5;
const STATES = 6;
/** Set beside the state before: this byte wants a closer look. */
export const LOOK = 8;
/** Extensions of signs: each module that has them uses them everywhere, so that they are looked at once. */
export const SIGN_EXTENSIONS = { first: 0xc0, end: 0xc5 } as const;

/**
 * The state after each byte, by the state before and the byte: what WebAssembly 1.0 has (core specification, 5.4), with
 * everything else, and constants of floating point, looked at by itself.
 */
export function makeSteps(): Uint8Array {
  const steps = new Uint8Array(STATES * 256);
  const set = (state: number, next: (byte: number) => number): void => {
    for (let byte = 0; byte < 256; byte++) steps[state * 256 + byte] = next(byte);
  };
  set(OPCODE, afterOpcode);
  set(NUMBER, (byte) => (byte >= 0x80 ? NUMBER : OPCODE));
  set(CALL_TYPE, (byte) => (byte >= 0x80 ? CALL_TYPE : TABLE));
  // Bit 6 says that a memory index follows.
  set(ALIGNMENT, (byte) => (byte < 0x40 ? NUMBER : LOOK | ALIGNMENT));
  set(BLOCK_TYPE, (byte) => (byte >= 0x40 && byte < 0x80 ? OPCODE : LOOK | BLOCK_TYPE));
  set(TABLE, (byte) => (byte === 0 ? OPCODE : LOOK | TABLE));
  return steps;
}

function afterOpcode(op: number): number {
  if (op >= 0x45 && op < 0xc0) return OPCODE;
  if (op >= 0x28 && op <= 0x3e) return ALIGNMENT;
  if ([0x00, 0x01, 0x05, 0x0b, 0x0f, 0x1a, 0x1b].includes(op)) return OPCODE;
  if ([0x0c, 0x0d, 0x10, 0x3f, 0x40, 0x41, 0x42].includes(op) || (op >= 0x20 && op <= 0x24)) return NUMBER;
  if (op >= 0x02 && op <= 0x04) return BLOCK_TYPE;
  // A call through the table names its type first.
  if (op === 0x11) return CALL_TYPE;
  return LOOK | OPCODE;
}

/**
 * The state after two bytes, by the state before and the two as a word of 16 bits, the first one low; `LOOK` and nothing else
 * when one of them wants a closer look, and after that whatever comes.
 */
export function makePairs(steps: Uint8Array): Uint8Array {
  const pairs = new Uint8Array((LOOK + 1) << 16);
  for (let state = 0; state < STATES; state++) {
    // Neighbours among first bytes mostly lead to the same state, and from there on all is the same.
    for (let first = 0, end = 0; first < 256; first = end) {
      const between = steps[(state << 8) | first]!;
      for (end = first + 1; end < 256 && steps[(state << 8) | end] === between;) end++;
      for (let second = 0; second < 256; second++) {
        const after = between < LOOK ? steps[(between << 8) | second]! : LOOK;
        const row = (state << 16) | (second << 8);
        pairs.fill(Math.min(after, LOOK), row + first, row + end);
      }
    }
  }
  return pairs.fill(LOOK, LOOK << 16);
}
