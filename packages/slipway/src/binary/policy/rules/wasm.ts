import { wasmFeatures } from "../../wasm/wasm-features.ts";
import type { Rule } from "../rule.ts";
import { pattern } from "./libraries.ts";

/** The functions of WASI preview 1 (`wasi_snapshot_preview1.witx`). */
const WASI = new Set(
  [
    "args_get args_sizes_get clock_res_get clock_time_get environ_get environ_sizes_get fd_advise fd_allocate fd_close fd_datasync",
    "fd_fdstat_get fd_fdstat_set_flags fd_fdstat_set_rights fd_filestat_get fd_filestat_set_size fd_filestat_set_times fd_pread",
    "fd_prestat_dir_name fd_prestat_get fd_pwrite fd_read fd_readdir fd_renumber fd_seek fd_sync fd_tell fd_write path_create_directory",
    "path_filestat_get path_filestat_set_times path_link path_open path_readlink path_remove_directory path_rename path_symlink",
    "path_unlink_file poll_oneoff proc_exit proc_raise random_get sched_yield sock_accept sock_recv sock_send sock_shutdown",
  ].flatMap((line) => line.split(" ")),
);

/** What Go's `wasm_exec.js` gives, under `gojs` since Go 1.21 and `go` before. */
const GO_JS = new Set(
  [
    "debug runtime.clearTimeoutEvent runtime.getRandomData runtime.nanotime1 runtime.resetMemoryDataView runtime.scheduleTimeoutEvent",
    "runtime.walltime runtime.wasmExit runtime.wasmWrite syscall/js.copyBytesToGo syscall/js.copyBytesToJS syscall/js.finalizeRef",
    "syscall/js.stringVal syscall/js.valueCall syscall/js.valueDelete syscall/js.valueGet syscall/js.valueIndex",
    "syscall/js.valueInstanceOf syscall/js.valueInvoke syscall/js.valueLength syscall/js.valueLoadString syscall/js.valueNew",
    "syscall/js.valuePrepareString syscall/js.valueSet syscall/js.valueSetIndex",
  ].flatMap((line) => line.split(" ")),
);

export const wasmImport: Rule = {
  code: "wasm-import",
  severity: "warning",
  formats: ["wasm"],
  about: "The module imports something that its host lacks",
  reason: "One missing import is a LinkError for the whole program",
  fix: "Allow what your own host gives: policy.wasm_imports, for example [env.*]",
  check({ program, promised, inspection, limits }) {
    if (program?.format !== "wasm") return [];
    const os = promised.os ?? inspection.target?.split("/")[0];
    if (os !== "js" && os !== "wasip1") return [];
    const own = (limits.wasmImports ?? []).map(pattern);
    const lacking = program.imports.filter(({ module, name, kind }) => {
      if (own.some((each) => each.test(`${module}.${name}`))) return false;
      if (kind !== "function") return true;
      return os === "js"
        ? !((module === "gojs" || module === "go") && GO_JS.has(name))
        : !(module === "wasi_snapshot_preview1" && WASI.has(name));
    });
    if (lacking.length === 0) return [];
    const [first] = lacking;
    // Such imports come by the dozen, from one package.
    const what = lacking.length === 1 ? `${first!.module}.${first!.name}` : `${lacking.length} of its imports`;
    return [
      {
        message: `The host lacks ${what}`,
        expected: os === "js" ? "what Go's wasm_exec.js gives" : "functions of WASI preview 1",
        actual: lacking.map(({ module, name, kind }) => `${kind} ${module}.${name}`).join(", "),
      },
    ];
  },
};

/** Features that every browser of the last three years has (WebAssembly 2.0). */
const COMMON = new Set([
  "bulk-memory",
  "multivalue",
  "mutable-globals",
  "nontrapping-fptoint",
  "reference-types",
  "sign-ext",
  "simd128",
]);

export const wasmFeature: Rule = {
  code: "wasm-feature",
  severity: "warning",
  formats: ["wasm"],
  about: "The module uses a feature that not every host has (threads, 64-bit memory, tail calls ...)",
  reason: "Such a host refuses the whole module",
  fix: "Leave out what asks for it (GOWASM, flags of TinyGo), or name it in policy.wasm_features",
  check({ program, limits }) {
    if (program?.format !== "wasm") return [];
    return [...wasmFeatures(program)]
      .filter((feature) => !COMMON.has(feature) && limits.wasmFeatures?.includes(feature) !== true)
      .toSorted()
      .map((feature) => ({
        message: `The module uses the feature ${feature}`,
        expected: "WebAssembly 2.0, and policy.wasm_features",
        actual: feature,
      }));
  },
};
