import { base64OfHex } from "../../../platform/base64.ts";
import { sha256 } from "../../../platform/hash.ts";
import type { ProgRequest, ProgResponse } from "../prog-protocol.ts";
import { serveProg, type ProgOptions } from "../serve-prog.ts";

/** Speaks as cmd/go does (`cmd/go/internal/cache/prog.go`), to a server in this process. */
export class FakeGo {
  /** Set by the server's first message. */
  readonly commands: Promise<readonly string[]>;
  /** Ends when the server does. */
  readonly served: Promise<void>;
  readonly #pieces: (Uint8Array | undefined)[] = [];
  #wake: () => void = () => undefined;
  readonly #answers = new Map<number, (response: ProgResponse) => void>();
  #id = 0;

  constructor(options: Omit<ProgOptions, "input" | "write">) {
    this.commands = new Promise((resolve) => this.#answers.set(0, ({ KnownCommands = [] }) => resolve(KnownCommands)));
    this.served = serveProg({ ...options, input: this.#input(), write: (text) => this.#hear(text) });
  }

  get(action: string): Promise<ProgResponse> {
    return this.send({ Command: "get", ActionID: base64OfHex(action) });
  }

  /** The body under its right digest, unless `more` says otherwise. */
  put(action: string, body: Uint8Array, more: Partial<ProgRequest> = {}): Promise<ProgResponse> {
    const OutputID = base64OfHex(sha256(body));
    const size = body.length === 0 ? {} : { BodySize: body.length };
    return this.send({ Command: "put", ActionID: base64OfHex(action), OutputID, ...size, ...more }, body);
  }

  async close(): Promise<void> {
    await this.send({ Command: "close" });
    await this.served;
  }

  /** Is killed. */
  async vanish(): Promise<void> {
    this.say(undefined);
    await this.served;
  }

  send(request: Omit<ProgRequest, "ID">, body?: Uint8Array): Promise<ProgResponse> {
    const ID = ++this.#id;
    const answer = new Promise<ProgResponse>((resolve) => this.#answers.set(ID, resolve));
    const text = body === undefined || body.length === 0 ? "" : `"${Buffer.from(body).toString("base64")}"\n`;
    this.say(`${JSON.stringify({ ID, ...request })}\n\n${text}`);
    return answer;
  }

  /** Anything, or the end. */
  say(text: string | undefined): void {
    this.#pieces.push(text === undefined ? undefined : new TextEncoder().encode(text));
    this.#wake();
  }

  async *#input(): AsyncGenerator<Uint8Array> {
    for (;;) {
      while (this.#pieces.length === 0) await new Promise<void>((resolve) => (this.#wake = resolve));
      const piece = this.#pieces.shift();
      if (piece === undefined) return;
      yield piece;
    }
  }

  #hear(text: string): void {
    const response = JSON.parse(text) as ProgResponse;
    const answer = this.#answers.get(response.ID);
    // cmd/go ends with an error of its own then.
    if (answer === undefined) throw new Error(`a response for the unknown request ${response.ID}`);
    this.#answers.delete(response.ID);
    answer(response);
  }
}
