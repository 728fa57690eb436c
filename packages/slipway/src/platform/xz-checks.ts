import { crc32 } from "node:zlib";
import { ArchiveError } from "../archive/archive-error.ts";

const MAGIC = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00];
const SHA256 = 0x0a;
const SHA256_SIZE = 32;

/**
 * Passes an xz file on (The .xz File Format 1.1.0), without the SHA-256 checks that streams of rpm have and that the decoder does
 * not know: their headers, indexes and footers then say that there are none. Files with other checks pass as they are. That the
 * contents are whole is then shown by LZMA2 and the sizes alone; a package has digests of its own.
 *
 * @throws ArchiveError `corrupt`
 */
export async function* withoutSha256(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const input = new Input(source);
  while (await input.has(12)) {
    const head = input.peek(12);
    if (MAGIC.some((byte, index) => head[index] !== byte) || head[6] !== 0 || head[7] !== SHA256) break;
    input.take(12);
    yield streamHeader();
    const blocks: Block[] = [];
    while ((await input.byte()) !== 0) blocks.push(yield* block(input));
    await skipIndex(input);
    yield indexAndFooter(blocks);
    while ((await input.has(4)) && input.peek(4).every((byte) => byte === 0)) input.take(4);
  }
  yield* input.rest();
}

/** What an index says of a block. */
interface Block {
  readonly unpadded: number;
  readonly unpacked: number;
}

/** Every filter chain ends in LZMA2, whose chunks tell their own sizes (`lzma2_decoder.c` of XZ Utils). */
async function* block(input: Input): AsyncGenerator<Uint8Array, Block> {
  const headerSize = ((await input.byte()) + 1) * 4;
  yield await input.read(headerSize);
  let packed = 0;
  let unpacked = 0;
  for (;;) {
    const control = await input.byte();
    if (control > 2 && control < 0x80) throw new ArchiveError("corrupt", input.position, "LZMA2 data is damaged");
    const head = control === 0 ? 1 : control <= 2 ? 3 : control < 0xc0 ? 5 : 6;
    await input.need(head);
    const bytes = input.peek(head);
    const word = (at: number): number => bytes[at]! * 256 + bytes[at + 1]! + 1;
    const data = control === 0 ? 0 : word(control <= 2 ? 1 : 3);
    if (control !== 0) unpacked += control <= 2 ? data : (control & 0x1f) * 65_536 + word(1);
    packed += head + data;
    yield await input.read(head + data);
    if (control === 0) break;
  }
  yield await input.read((4 - (packed % 4)) % 4);
  await input.read(SHA256_SIZE);
  return { unpadded: headerSize + packed, unpacked };
}

async function skipIndex(input: Input): Promise<void> {
  const start = input.position;
  await input.read(1);
  const records = await number(input);
  for (let left = 2 * records; left > 0; left--) await number(input);
  const size = input.position - start;
  // Padding, its CRC, and the footer.
  await input.read(((4 - (size % 4)) % 4) + 4 + 12);
}

async function number(input: Input): Promise<number> {
  let value = 0;
  for (let shift = 0; shift < 63; shift += 7) {
    const [byte = 0] = await input.read(1);
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return value;
  }
  throw new ArchiveError("corrupt", input.position, "A number of an xz index has no end");
}

function streamHeader(): Uint8Array {
  return Uint8Array.of(...MAGIC, 0, 0, ...word32(crc32(Uint8Array.of(0, 0))));
}

function indexAndFooter(blocks: readonly Block[]): Uint8Array {
  const index = [0, ...encoded(blocks.length)];
  for (const { unpadded, unpacked } of blocks) index.push(...encoded(unpadded), ...encoded(unpacked));
  while (index.length % 4 !== 0) index.push(0);
  const size = [...word32(index.length / 4), 0, 0];
  const footer = [...word32(crc32(Uint8Array.from(size))), ...size, 0x59, 0x5a];
  return Uint8Array.from([...index, ...word32(crc32(Uint8Array.from(index))), ...footer]);
}

function encoded(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return [...bytes, rest];
}

function word32(value: number): number[] {
  return [0, 8, 16, 24].map((shift) => (value >>> shift) & 0xff);
}

/** A stream of which some bytes can be looked at before they are taken. */
class Input {
  readonly #source: AsyncIterator<Uint8Array>;
  #held: Uint8Array = new Uint8Array(0);
  #at = 0;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Bytes that were taken. */
  get position(): number {
    return this.#at;
  }

  async has(count: number): Promise<boolean> {
    while (this.#held.length < count) {
      const next = await this.#source.next();
      if (next.done === true) return false;
      const joined = new Uint8Array(this.#held.length + next.value.length);
      joined.set(this.#held);
      joined.set(next.value, this.#held.length);
      this.#held = joined;
    }
    return true;
  }

  async need(count: number): Promise<void> {
    if (!(await this.has(count))) throw new ArchiveError("corrupt", this.#at, "The xz file ends too early");
  }

  peek(count: number): Uint8Array {
    return this.#held.subarray(0, count);
  }

  take(count: number): Uint8Array {
    const bytes = this.peek(count);
    this.#held = this.#held.subarray(count);
    this.#at += count;
    return bytes;
  }

  async read(count: number): Promise<Uint8Array> {
    await this.need(count);
    return this.take(count);
  }

  /** The next byte, which stays. */
  async byte(): Promise<number> {
    await this.need(1);
    return this.peek(1)[0]!;
  }

  async *rest(): AsyncGenerator<Uint8Array> {
    if (this.#held.length > 0) yield this.take(this.#held.length);
    for (let next = await this.#source.next(); next.done !== true; next = await this.#source.next()) yield next.value;
  }
}
