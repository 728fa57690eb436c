/** Where a program's bytes come from. */
export type Source = WebAssembly.Module | BufferSource | Response | Promise<Response> | URL | string;

/**
 * Compiles a program, while it downloads where it comes as a response with the type `application/wasm`.
 *
 * @throws ProgramError when the response is not a success or the bytes are not WebAssembly
 */
export async function compile(source: Source): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) return source;
  try {
    if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return await WebAssembly.compile(source);
    const response = await (typeof source === "string" || source instanceof URL ? fetch(source) : source);
    if (!response.ok) throw response;
    // Engines stream what says that it is WebAssembly only.
    return await (/^application\/wasm\b/i.test(response.headers.get("content-type") ?? "")
      ? WebAssembly.compileStreaming(response)
      : WebAssembly.compile(await response.arrayBuffer()));
  } catch (cause) {
    throw (await import("./refusals.ts")).cannotCompile(cause);
  }
}
