export { runWasm, type WasmMount, type WasmRun, type WasmStreams } from "../platform/wasm/run-wasm.ts";
