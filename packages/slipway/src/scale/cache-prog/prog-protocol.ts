/**
 * The messages of cmd/go and the program that `GOCACHEPROG` names: lines of JSON on its standard input and output, the body
 * of a `put` on a line of its own as a JSON string of base64.
 *
 * Source: Go, `cmd/go/internal/cacheprog` (in this form since 1.24).
 */

/** What cmd/go asks for. Bytes are base64. */
export interface ProgRequest {
  readonly ID: number;
  readonly Command: string;
  /** The cache key, 32 bytes. */
  readonly ActionID?: string;
  /** The SHA-256 of the body. */
  readonly OutputID?: string;
  readonly BodySize?: number;
}

/** The answer with the same `ID`; answers come in any order. */
export interface ProgResponse {
  readonly ID: number;
  readonly Err?: string;
  /** In the first message only, whose `ID` is 0. */
  readonly KnownCommands?: readonly string[];
  readonly Miss?: boolean;
  readonly OutputID?: string;
  readonly Size?: number;
  /** RFC 3339. */
  readonly Time?: string;
  /** Where the body is; it stays there until `close`. */
  readonly DiskPath?: string;
}

/** Takes the base64 of a body, piece by piece, and is told of its end. */
export interface BodySink {
  add(base64: Uint8Array): void;
  end(): void;
  /** The rest will not come. */
  drop(): void;
}

/** What requests are given to. */
export interface ProgHandler {
  /** A request without a body. */
  request(request: ProgRequest): void;
  /** A request whose body follows. */
  withBody(request: ProgRequest): BodySink;
}

/** Longer lines than any request has. */
const LONGEST_LINE = 64 * 1024;
const NEWLINE = 10;
const QUOTE = 34;
const SPACES: ReadonlySet<number> = new Set([9, NEWLINE, 13, 32]);

/** Reads requests out of bytes that come in pieces. Of a body no more than a piece is in memory. */
export class ProgReader {
  readonly #handler: ProgHandler;
  #line: Uint8Array = new Uint8Array();
  #body: BodySink | undefined;
  /** Whether the quote that opens the body was seen. */
  #open = false;

  constructor(handler: ProgHandler) {
    this.#handler = handler;
  }

  /** @throws Error for what no cmd/go says; nothing can be read after that */
  add(piece: Uint8Array): void {
    let at = 0;
    while (at < piece.length) at = this.#body === undefined ? this.#addLine(piece, at) : this.#addBody(piece, at);
  }

  /** Nothing more comes. */
  end(): void {
    this.#body?.drop();
  }

  #addLine(piece: Uint8Array, at: number): number {
    const end = piece.indexOf(NEWLINE, at);
    const part = piece.subarray(at, end < 0 ? piece.length : end);
    if (this.#line.length + part.length > LONGEST_LINE) throw new Error("a line that is too long for a request");
    if (end < 0) {
      this.#line = joined(this.#line, part);
      return piece.length;
    }
    const text = new TextDecoder().decode(joined(this.#line, part)).trim();
    this.#line = new Uint8Array();
    if (text !== "") this.#take(text);
    return end + 1;
  }

  #take(text: string): void {
    const request = parse(text);
    if (request.Command !== "put" || !request.BodySize) return this.#handler.request(request);
    this.#open = false;
    this.#body = this.#handler.withBody(request);
  }

  #addBody(piece: Uint8Array, from: number): number {
    let at = from;
    if (!this.#open) {
      while (at < piece.length && SPACES.has(piece[at]!)) at++;
      if (at === piece.length) return at;
      if (piece[at] !== QUOTE) throw new Error("no body where one was promised");
      this.#open = true;
      at++;
    }
    const end = piece.indexOf(QUOTE, at);
    this.#body!.add(piece.subarray(at, end < 0 ? piece.length : end));
    if (end < 0) return piece.length;
    const body = this.#body!;
    this.#body = undefined;
    body.end();
    return end + 1;
  }
}

function parse(text: string): ProgRequest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error("a line that is no JSON");
  }
  const { ID, Command, ActionID, OutputID, BodySize } = (value ?? {}) as Partial<ProgRequest>;
  const good =
    Number.isSafeInteger(ID) &&
    typeof Command === "string" &&
    [ActionID, OutputID].every((each) => each === undefined || each === null || typeof each === "string") &&
    (BodySize === undefined || (Number.isSafeInteger(BodySize) && BodySize >= 0));
  if (!good) throw new Error("JSON that is no request");
  return value as ProgRequest;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second.slice();
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
