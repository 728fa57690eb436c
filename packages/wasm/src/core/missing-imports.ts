import { ProgramError } from "./program.ts";

/**
 * What to say of a module whose imports are not all there: the engine names the first only and does not say what to do.
 *
 * @returns undefined when nothing is missing
 */
export function missingImports(module: WebAssembly.Module, imports: WebAssembly.Imports): ProgramError | undefined {
  const missing = WebAssembly.Module.imports(module).filter(
    ({ module: from, name }) => imports[from] === undefined || !(name in imports[from]),
  );
  if (missing.length === 0) return undefined;
  const names = missing.map(({ module: from, name, kind }) => `"${from}" "${name}" (${kind})`);
  return new ProgramError(
    `Cannot start the program: it imports ${names.join(", ")}, which no host module provides; ` +
      "pass them in `imports`, or build the program without the package that needs them",
  );
}
