/**
 * Instantiates a program. What to say where that fails is loaded only then, since a page that works never needs it.
 *
 * @throws ProgramError that names everything that is missing
 */
export async function instantiate(
  module: WebAssembly.Module,
  imports: WebAssembly.Imports,
): Promise<WebAssembly.Instance> {
  try {
    return await WebAssembly.instantiate(module, imports);
  } catch (error) {
    throw (await import("./refusals.ts")).missingImports(module, imports) ?? error;
  }
}
