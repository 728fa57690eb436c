/** A call of an export. */
export interface Invocation {
  readonly name: string;
  /** Numbers as JavaScript writes them: `2.5`, `NaN`, `40n` for 64-bit integers. */
  readonly values: readonly string[];
}

/** What can be called and ended. */
interface Callable {
  call(name: string, ...values: unknown[]): Promise<unknown>;
  stop(code?: number): void;
}

/** Calls one export of a reactor, ends the program with 0, and returns the line to print: nothing where there is no result. */
export async function invoke(running: Callable, { name, values }: Invocation): Promise<string> {
  const numbers = values.map((text) => (text.endsWith("n") ? BigInt(text.slice(0, -1)) : Number(text)));
  const result = (await running.call(name, ...numbers)) as number | bigint | undefined;
  running.stop(0);
  return result === undefined ? "" : `${result}\n`;
}
