/** Why programs cannot be started or called: said by few, so loaded by those few only. */
import { ProgramError, type Ended } from "./program.ts";

/** @param cause the response that is no success, or the engine's error */
export function cannotCompile(cause: unknown): ProgramError {
  const why =
    cause instanceof Response ? `"${cause.url}" answered ${cause.status}, expected 200` : (cause as Error).message;
  return new ProgramError(`Cannot compile the program: ${why}`, { cause });
}

/** @param ended how the program ended, if it did; else it has no such export */
export function cannotCall(name: string, ended: Ended | undefined): ProgramError {
  if (ended === undefined) return new ProgramError(`Cannot call "${name}": the program does not export it`);
  const how = ended.code === undefined ? "it crashed" : `it exited with code ${ended.code}`;
  return new ProgramError(`Cannot call the program: ${how}`);
}

export function unknownKind(): ProgramError {
  return new ProgramError(
    'Cannot run the program: it is neither a GOOS=js nor a wasip1 program; build it with "GOOS=wasip1 GOARCH=wasm go build"',
  );
}

/** Of the arguments and variables of a GOOS=js program. */
export function tooLong(): ProgramError {
  return new ProgramError(
    "Cannot start the program: its arguments and environment variables take more than 8192 bytes, the limit of GOOS=js; pass less, or build for wasip1",
  );
}

export function needsJspi(): ProgramError {
  return new ProgramError(
    "Cannot start the program: a back end is asynchronous and this engine has no JSPI; " +
      "use a worker with a ring, or synchronous back ends",
  );
}

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
