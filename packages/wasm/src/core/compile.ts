import { ProgramError } from "./program.ts";

/** Where a program's bytes come from. */
export type Source = WebAssembly.Module | BufferSource | Response | Promise<Response> | URL | string;

/**
 * Compiles a program, while it downloads where it comes as a response with the type `application/wasm`.
 *
 * @throws ProgramError when the response is not a success or the bytes are not WebAssembly
 */
export async function compile(source: Source): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return compileBytes(source);
  const isAddress = typeof source === "string" || source instanceof URL;
  const response = await (isAddress ? fetch(source) : source);
  if (!response.ok) {
    throw new ProgramError(`Cannot load "${response.url}": the server answered ${response.status}, expected 200`);
  }
  const type = response.headers.get("content-type") ?? "";
  if (/^application\/wasm\s*(;|$)/i.test(type)) return WebAssembly.compileStreaming(response);
  return compileBytes(await response.arrayBuffer());
}

async function compileBytes(bytes: BufferSource): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    throw new ProgramError(`Cannot compile the program: ${(cause as Error).message}`, { cause });
  }
}
