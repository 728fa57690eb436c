/**
 * Slipway as a library: everything that the command line does, typed.
 *
 * @example
 * const project = await openProject({ dir: ".", env: process.env });
 * const { plan } = await planProject(project, { snapshot: true });
 * await releaseProject(project, { snapshot: true, emit: (event) => console.log(event) });
 */
export type { BinaryEdit } from "./binary/edit/edit-binary.ts";
export { configJsonSchema } from "./config/json-schema.ts";
export type { Cause, DiffCode, Difference, DiffPlace, Residual } from "./diff/difference.ts";
export { diffPaths, type DiffPathsOptions } from "./diff/diff-paths.ts";
export { SlipwayError } from "./errors.ts";
export type { ErrorCode, ErrorDetails, ExitCode, Place } from "./errors.ts";
export type { CacheLevel, Emit, Event, MadeFile, TaskStatus } from "./events.ts";
export type { Finding, Severity } from "./findings.ts";
export { pruneCache, statsOfCache, verifyCache } from "./library/cache.ts";
export { checkFiles } from "./library/check-files.ts";
export { editFile, extractFromFile, joinFiles, type EditedFile, type EditFileOptions } from "./library/edit-file.ts";
export { addResourcesToFile, writeSysoFile, type ResourceFiles } from "./library/edit-resources.ts";
export { examineProject } from "./library/examine-project.ts";
export { ciFiles, ciPipeline, writeCi, type CiFile, type CiOptions } from "./library/write-ci.ts";
export { ciSummary, distSizes } from "./library/ci-summary.ts";
export { updatePins } from "./library/ci-pins.ts";
export { matrixLines } from "./scale/ci/matrix.ts";
export type { CiSystem } from "./config/sections/ci.ts";
export { explainProjectTarget } from "./library/explain-target.ts";
export { explainProjectTask } from "./library/explain-project.ts";
export { abiTable } from "./library/abi-table.ts";
export { checkPortability, type PortabilityOptions } from "./library/check-portability.ts";
export { compareFileSizes, writeSizePage, type ComparedFiles } from "./library/inspect/compare-file-sizes.ts";
export { inspectFiles, type InspectedFile, type InspectFilesOptions } from "./library/inspect/inspect-files.ts";
export { outputFailure } from "./library/output-failure.ts";
export { initProject } from "./library/init-project.ts";
export { mergeShards, shardsInDist, type MergeOptions } from "./library/merge-shards.ts";
export { openProject, type OpenOptions, type Project } from "./library/open-project.ts";
export { predictMachines } from "./library/predict-machines.ts";
export { planProject, type PlannedProject, type PlanProjectOptions } from "./library/plan-project.ts";
export { releaseShard, type ShardOptions } from "./library/release-shard.ts";
export { buildProject, releaseProject, type BuildOptions, type ReleaseOptions } from "./library/run-project.ts";
export type { Artifact } from "./plan/artifact.ts";
export type { Explanation } from "./plan/explanation.ts";
export type { Plan } from "./plan/plan.ts";
export type { Target } from "./plan/targets/target.ts";
export type { PortabilityFinding, PortabilityReport } from "./prove/portability/portability-report.ts";
export { parseShard, type ShardChoice } from "./scale/shards/shard-of.ts";
export type { ShardBy } from "./scale/shards/divide-plan.ts";
export type { Task } from "./plan/task.ts";
export { runWasm, type WasmMount, type WasmRun, type WasmStreams } from "./library/run-wasm.ts";
export { testWasm, type WasmTests } from "./library/test-wasm.ts";
export { definedOnly } from "./library/read-facts.ts";
export { rebuild } from "./library/reproduce/rebuild.ts";
export { reproduceRecord, type ReproduceRecordOptions } from "./library/reproduce/reproduce-record.ts";
export { reproductionStatement } from "./library/reproduce/statement.ts";
export { reproduceProject, type ReproduceProjectOptions } from "./library/reproduce/reproduce-project.ts";
export type { Reproduction, TracedCause } from "./prove/reproduce/reproduction.ts";
export { bundleWasm, type BundledFile, type WasmBundle } from "./library/bundle-wasm.ts";
export { sizeWasm, type WasmSize, type WasmSizeRow, type WasmSizes } from "./library/size-wasm.ts";
export { serveWasm, type WasmServe, type WasmServeBuild } from "./library/serve-wasm.ts";
