/** What tests of kinds need: a project in a temporary folder, a plan made by the real planner, and tasks run one by one. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync, chmodSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { applyDefaults } from "../../config/defaults/apply-defaults.ts";
import { loadConfig, refuseProblems } from "../../config/load/load-config.ts";
import { renderTemplate } from "../../config/template/render-template.ts";
import type { Event } from "../../events.ts";
import type { JsonObject } from "../../json.ts";
import type { Artifact } from "../../plan/artifact.ts";
import type { Kind, RunContext } from "../../plan/kind.ts";
import { makePlan } from "../../plan/make-plan.ts";
import type { Plan, PlanOptions } from "../../plan/plan.ts";
import type { Target } from "../../plan/targets/target.ts";
import { formatTargetName } from "../../plan/targets/target.ts";
import { sha256 } from "../../platform/hash.ts";
import { runProcess } from "../../platform/process/process.ts";
import type { Facts } from "../../source/facts.ts";

/** 2023-11-14T22:13:20Z */
export const EPOCH = 1_700_000_000;

/** A program that stands for one that a build made. */
export interface TestProgram {
  readonly name: string;
  readonly target: Target;
  readonly id?: string;
  readonly bytes?: Uint8Array;
  readonly told?: JsonObject;
}

export interface TestProject {
  readonly root: string;
  readonly dist: string;
  readonly events: Event[];
  /** Plans with the config of this YAML text; the builds in it are only words, `programs` are what is built. */
  plan(
    kinds: readonly Kind[],
    yaml: string,
    programs?: readonly TestProgram[],
    facts?: Partial<Facts>,
    more?: { readonly options?: Partial<PlanOptions>; readonly fields?: JsonObject },
  ): Promise<Plan>;
  /** Runs every task of the plan in order. */
  run(plan: Plan, kinds: readonly Kind[]): Promise<void>;
  discover(plan: Plan, kinds: readonly Kind[], task: string): Promise<unknown>;
  bytes(output: string): Uint8Array;
  text(output: string): string;
  told(output: string): JsonObject | undefined;
  [Symbol.dispose](): void;
}

/** Makes a project with these files; a name that ends in `*` is executable. */
export function testProject(files: Readonly<Record<string, string>> = {}): TestProject {
  const root = mkdtempSync(path.join(tmpdir(), "slipway-pack-"));
  const dist = path.join(root, "dist");
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(root, name.replace(/\*$/u, ""));
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    chmodSync(file, name.endsWith("*") ? 0o755 : 0o644);
  }
  const events: Event[] = [];
  const told = new Map<string, JsonObject>();
  const once = new Map<string, Promise<unknown>>();
  const programBytes = new Map<string, TestProgram>();

  const programKind = (programs: readonly TestProgram[]): Kind => ({
    name: "test-program",
    version: 1,
    plan(context) {
      for (const program of programs) {
        const id = program.id ?? program.name;
        const ext = program.target.os === "windows" ? ".exe" : "";
        const output = `${id}_${formatTargetName(program.target)}/${program.name}${ext}`;
        const artifact: Artifact = {
          name: program.name + ext,
          path: output,
          type: "Binary",
          target: program.target,
          extra: { Binary: program.name, Builder: "go", Ext: ext, ID: id },
        };
        programBytes.set(output, program);
        context.add({
          id: `test-program:${output}`,
          kind: "test-program",
          stage: "build",
          title: output,
          needs: [],
          inputs: [],
          params: { output },
          outputs: [{ path: output, mode: 0o755, artifact }],
          resources: { cpu: 1, memory: 0, cost: 1 },
        });
      }
    },
    async run(task, context) {
      const program = programBytes.get(task.params["output"] as string)!;
      const output = task.outputs[0]!;
      writeFileSync(
        context.output(output.path),
        program.bytes ?? new TextEncoder().encode(`program ${output.path}\n`),
        { mode: 0o755 },
      );
      return program.told ? { extra: { [output.path]: program.told } } : undefined;
    },
  });
  let current: Kind | undefined;

  const contextFor = (): RunContext => ({
    signal: new AbortController().signal,
    root,
    dist,
    scratch: mkdtempSync(path.join(root, ".scratch-")),
    keep: path.join(root, ".keep"),
    shared: path.join(root, ".shared"),
    facts: { now: 0 } as Facts,
    env: { PATH: process.env["PATH"] ?? "", HOME: root },
    cpu: 2,
    memory: 1 << 30,
    cores: 2,
    emit: (event) => events.push(event),
    input: (output) => path.join(dist, output),
    told: (output) => told.get(output),
    stored: () => undefined,
    digest: (output) => sha256(readFileSync(path.join(dist, output))),
    output(output) {
      const file = path.join(dist, output);
      mkdirSync(path.dirname(file), { recursive: true });
      return file;
    },
    finding: (finding) => events.push({ type: "finding", finding }),
    check: (check) => events.push({ type: "check", check }),
    process: (argv, options) => runProcess(argv, options),
    once<T>(key: string, make: () => Promise<T>): Promise<T> {
      if (!once.has(key)) once.set(key, make());
      return once.get(key) as Promise<T>;
    },
  });
  const kindOf = (name: string, kinds: readonly Kind[]): Kind =>
    [current!, ...kinds].find((kind) => kind.name === name)!;

  return {
    root,
    dist,
    events,
    async plan(kinds, yaml, programs = [], facts = {}, more = {}) {
      current = programKind(programs);
      const all = {
        root,
        mains: [],
        env: {},
        now: 0,
        buildable: [],
        host: { os: "linux", arch: "amd64" },
        ...facts,
      } as unknown as Facts;
      const readText = async (name: string): Promise<string | undefined> =>
        name === "slipway.yaml" ? `project_name: demo\n${yaml}` : undefined;
      const loaded = await loadConfig({ file: "slipway.yaml", readText });
      refuseProblems(loaded);
      const config = applyDefaults(loaded.raw, { projectName: () => "demo", mains: [], env: {}, hasFile: true });
      const fields = { ProjectName: "demo", Version: "1.2.3", Env: {}, ...more.fields };
      const host = { now: 0, folder: root, home: undefined, separator: "/" as const, readFile: readFileSync };
      return makePlan({
        facts: all,
        config,
        env: {},
        options: { snapshot: true, nightly: false, skip: [], ids: [], upTo: "all", ...more.options },
        kinds: [current, ...kinds],
        head: {
          project: "demo",
          version: "1.2.3",
          tag: "v1.2.3",
          commit: "0123456789012345678901234567890123456789",
          epoch: EPOCH,
          toolchain: "go1.26.8",
          dist: "dist",
          fields: more.fields ?? {},
        },
        render: (text, at, extra) =>
          renderTemplate(text, { fields: { ...fields, ...extra }, host, where: loaded.positionOf(at) }),
        positionOf: (at) => loaded.positionOf(at),
      });
    },
    async run(plan, kinds) {
      for (const task of plan.tasks) {
        const result = await kindOf(task.kind, kinds).run(task, contextFor());
        for (const [output, extra] of Object.entries(result?.extra ?? {}))
          told.set(output, { ...told.get(output), ...extra });
        for (const output of task.outputs) {
          if (!existsSync(path.join(dist, output.path))) throw new Error(`Task ${task.id} did not make ${output.path}`);
          chmodSync(path.join(dist, output.path), output.mode);
        }
      }
    },
    async discover(plan, kinds, id) {
      const task = plan.tasks.find((each) => each.id === id)!;
      return kindOf(task.kind, kinds).discover!(task, contextFor());
    },
    bytes: (output) => readFileSync(path.join(dist, output)),
    text: (output) => readFileSync(path.join(dist, output), "utf8"),
    told: (output) => told.get(output),
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Permission bits of a file. */
export function modeOf(file: string): number {
  return statSync(file).mode & 0o777;
}
