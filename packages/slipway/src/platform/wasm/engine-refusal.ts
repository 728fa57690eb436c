// Its types come with those of browsers, which this package has no use for otherwise.
const { WebAssembly: engine } = globalThis as unknown as {
  readonly WebAssembly: { compile(bytes: Uint8Array): Promise<unknown> };
};

/**
 * What this process's engine has against a module that it cannot compile; `undefined` where it can. For programs that a page
 * could not start: whose fault that is, the page does not say.
 */
export async function engineRefusal(bytes: Uint8Array): Promise<string | undefined> {
  try {
    await engine.compile(bytes);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
