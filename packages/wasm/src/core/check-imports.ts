import { ProgramError } from "./program.ts";

/**
 * Checks that everything a module imports is there, so that the error names all that is missing at once and says what to do,
 * where the engine would name the first only.
 */
export function checkImports(module: WebAssembly.Module, imports: WebAssembly.Imports): void {
  const missing = WebAssembly.Module.imports(module).filter(
    ({ module: from, name }) => imports[from] === undefined || !(name in imports[from]),
  );
  if (missing.length === 0) return;
  const names = missing.map(({ module: from, name, kind }) => `"${from}" "${name}" (${kind})`);
  throw new ProgramError(
    `Cannot start the program: it imports ${names.join(", ")}, which nothing here provides; pass them in \`imports\``,
  );
}
