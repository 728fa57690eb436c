import { instantiate } from "../core/instantiate.ts";
import { monotonicClock } from "../vfs/clock.ts";

/** (module (import "m" "t" (func (result i64))) (export "t" (func 0))) */
const TYPED = Uint8Array.from([
  0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 5, 1, 0x60, 0, 1, 0x7e, 2, 7, 1, 1, 0x6d, 1, 0x74, 0, 0, 7, 5, 1, 1, 0x74, 0, 0,
]);

/**
 * Instantiates a TinyGo program with the clock that it was built for: `runtime.ticks` gives nanoseconds as an i64 in newer releases and
 * milliseconds as an f64 in older ones. JavaScript cannot see which, but an engine refuses to link a function of the wrong type.
 */
export async function instantiateWithTicks(
  module: WebAssembly.Module,
  imports: WebAssembly.Imports,
): Promise<WebAssembly.Instance> {
  const { instance } = await WebAssembly.instantiate(TYPED, { m: { t: monotonicClock } });
  const withTicks = (ticks: WebAssembly.ImportValue): WebAssembly.Imports => ({
    ...imports,
    gojs: { "runtime.ticks": ticks, ...imports["gojs"] },
  });
  try {
    return await WebAssembly.instantiate(module, withTicks(instance.exports["t"] as WebAssembly.ImportValue));
  } catch (error) {
    // A module whose imports are missing fails the same way again, and is told about.
    if (!(error instanceof WebAssembly.LinkError || error instanceof TypeError)) throw error;
    return instantiate(
      module,
      withTicks(() => performance.now()),
    );
  }
}
