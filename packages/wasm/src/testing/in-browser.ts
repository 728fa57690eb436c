/**
 * The few words of `node:test` and `node:assert` that the contract suite uses, for a browser: a bundle takes this module for
 * both. `runAll` runs what was declared and tells what failed.
 */
interface Declared {
  readonly name: string;
  readonly run: () => Promise<void>;
  readonly skip: boolean;
}

const declared: Declared[] = [];

export function describe(_name: string, body: () => void): void {
  body();
}

type Body = () => Promise<void>;

export function test(name: string, second: Body | { readonly skip?: unknown }, third?: Body): void {
  const run = (typeof second === "function" ? second : third) as Body;
  const skip = typeof second === "object" && second.skip !== undefined && second.skip !== false;
  declared.push({ name, run, skip });
}

/** The tests that passed by name, and the others with their errors. */
export async function runAll(): Promise<{ passed: string[]; failed: string[] }> {
  const passed: string[] = [];
  const failed: string[] = [];
  for (const { name, run } of declared.filter(({ skip }) => !skip)) {
    try {
      await run();
      passed.push(name);
    } catch (error) {
      failed.push(`${name}: ${String((error as Error).stack ?? error)}`);
    }
  }
  return { passed, failed };
}

function plain(value: unknown): string {
  return JSON.stringify(value instanceof Uint8Array ? [...value] : value, (_, item: unknown) =>
    typeof item === "bigint" ? `${item}n` : item,
  );
}

function check(ok: boolean, message: string): void {
  if (!ok) throw new Error(message);
}

export const strict = {
  equal: (got: unknown, want: unknown) => check(Object.is(got, want), `${String(got)} is not ${String(want)}`),
  notEqual: (got: unknown, want: unknown) => check(!Object.is(got, want), `${String(got)} twice`),
  ok: (value: unknown, message = "not true") => check(Boolean(value), message),
  deepEqual(got: unknown, want: unknown): void {
    const [a, b] = [plain(got), plain(want)];
    check(a === b, `${a.slice(0, 500)} is not ${b.slice(0, 500)}`);
  },
  async rejects(work: () => Promise<unknown>, { code }: { readonly code: string }): Promise<void> {
    let error: unknown;
    try {
      await work();
    } catch (thrown) {
      error = thrown;
    }
    check((error as { code?: string } | undefined)?.code === code, `${String(error)} is not ${code}`);
  },
};
