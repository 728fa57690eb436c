/** A frame as the second decoder tells it. */
export interface PlainFrame {
  readonly type: number;
  readonly sequence: number;
  readonly argument: number;
  readonly payload: readonly number[];
}

/**
 * A second decoder of frames, written from docs/wasm-protocol.md alone and in another way than the first: arithmetic on bytes,
 * no views, no shared constants. Returns undefined for what is no frame.
 */
export function secondDecode(bytes: Uint8Array): PlainFrame | undefined {
  const list = [...bytes];
  if (list.length < 16) return undefined;
  const words = [0, 1, 2, 3].map((index) =>
    list.slice(index * 4, index * 4 + 4).reduceRight((value, byte) => value * 256 + byte, 0),
  );
  const [type = 0, sequence = 0, argument = 0, length = 0] = words;
  const payload = list.slice(16);
  const number = type % 2_147_483_648;
  const known = (number >= 1 && number <= 19) || (number >= 32 && number <= 34) || (number >= 40 && number <= 44);
  if (!known || length !== payload.length || length > 16_777_216) return undefined;
  return { type, sequence, argument, payload };
}
