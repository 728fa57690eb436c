import { PINNED_ACTIONS, type PinnedAction } from "./actions.ts";
import {
  checkout,
  download,
  indent,
  prepare,
  script,
  setUpGo,
  setUpZig,
  shellWord,
  slipwayLine,
  pipelineSuffix,
  upload,
  uses,
  yamlText,
  type Lines,
} from "./github-steps.ts";
import { marks } from "./keep-edits.ts";
import { heading } from "./heading.ts";
import type { Pipeline } from "./pipeline.ts";

/**
 * What one dialect of GitHub's language lacks or has otherwise. Forgejo and Gitea have no environments, no job summaries, and the older
 * artifact service.
 */
export interface Dialect {
  readonly name: "github" | "forgejo";
  readonly actions: readonly PinnedAction[];
}

export const GITHUB: Dialect = { name: "github", actions: PINNED_ACTIONS };

/** The workflow of a pipeline as a file. */
export function githubWorkflow(pipeline: Pipeline, dialect: Dialect = GITHUB): string {
  const jobs = [planJob, baseJob, testJob, buildJob, proveJob, mergeJob, publishJob].flatMap((job) =>
    job(pipeline, dialect),
  );
  return `${[...heading(pipeline), ...triggers(pipeline, dialect), "", "jobs:", ...indent(1, separated(jobs))].join("\n")}\n`;
}

/** GitHub takes a plus for a quantifier in a filter of tags ("Filter pattern cheat sheet"), and so do Forgejo and Gitea. */
function triggers(pipeline: Pipeline, { name }: Dialect): string[] {
  const { tags, folder } = pipeline;
  return [
    `name: ${yamlText(`release${pipelineSuffix(pipeline)}`)}`,
    "",
    "on:",
    "  push:",
    `    tags: [${JSON.stringify(tags.replaceAll("+", "\\+"))}]`,
    "  pull_request:",
    "  workflow_dispatch:",
    "",
    ...(name === "github" ? ["permissions: {}", ""] : []),
    "concurrency:",
    "  group: ${{ github.workflow }}-${{ github.ref }}",
    "  cancel-in-progress: ${{ github.event_name == 'pull_request' }}",
    "",
    "defaults:",
    "  run:",
    "    shell: bash",
    ...(folder === "." ? [] : [`    working-directory: ${yamlText(folder)}`]),
    "",
    "env:",
    "  # A tag is a release, anything else a snapshot of it.",
    "  KIND: ${{ startsWith(github.ref, 'refs/tags/') && '--skip=publish' || '--snapshot' }}",
    ...indent(1, marks("env", "variables of all jobs")),
  ];
}

interface Job {
  readonly id: string;
  readonly name: string;
  readonly about: string;
  readonly needs?: readonly string[];
  readonly when?: string;
  readonly runner: string;
  readonly minutes: number;
  /** A matrix that the plan job made, by the name of its output. */
  readonly matrix?: string;
  readonly more?: Lines;
  /** Lines of a person's own among the permissions. */
  readonly permissions?: Lines;
  readonly steps: Lines;
}

function job({ name: dialect }: Dialect, part: Job): Lines[] {
  const { id, name, about, needs = [], when, runner, minutes, matrix, more = [], permissions = [], steps } = part;
  return [
    [
      `# ${about}`,
      `${id}:`,
      `  name: ${name}`,
      ...(needs.length === 0 ? [] : [`  needs: [${needs.join(", ")}]`]),
      ...(when === undefined ? [] : [`  if: \${{ ${when} }}`]),
      `  runs-on: ${runner}`,
      `  timeout-minutes: ${minutes}`,
      ...(dialect === "github"
        ? ["  permissions:", "    contents: read # to check out", ...indent(2, permissions)]
        : []),
      ...(matrix === undefined
        ? []
        : [
            "  strategy:",
            "    fail-fast: false",
            "    matrix:",
            `      include: \${{ fromJSON(needs.plan.outputs.${matrix}) }}`,
          ]),
      ...indent(1, more),
      "  steps:",
      ...indent(2, steps),
    ],
  ];
}

function planJob(pipeline: Pipeline, dialect: Dialect): Lines[] {
  const kind = `"$KIND"${pipeline.system === "" ? "" : ` --for ${pipeline.system}`}`;
  return job(dialect, {
    id: "plan",
    name: "Plan",
    about: "What there is to do, as matrices of the jobs below.",
    runner: pipeline.runner,
    minutes: 15,
    more: ["outputs:", ...["build", "prove", "test"].map((each) => `  ${each}: \${{ steps.plan.outputs.${each} }}`)],
    steps: [
      ...prepare(pipeline, dialect.actions),
      ...marks("plan", "steps before planning"),
      ...script("Plan", [`${slipwayLine(pipeline, "ci matrix", kind)} | tee -a "$GITHUB_OUTPUT"`]).toSpliced(
        1,
        0,
        "  id: plan",
      ),
    ],
  });
}

function baseJob(pipeline: Pipeline, dialect: Dialect): Lines[] {
  if (!pipeline.compare) return [];
  return job(dialect, {
    id: "base",
    name: "Base",
    about: "What the base of a pull request weighs, to compare with.",
    when: "github.event_name == 'pull_request'",
    runner: pipeline.runner,
    minutes: 60,
    steps: [
      ...checkout(dialect.actions, "${{ github.event.pull_request.base.sha }}"),
      ...prepare(pipeline, dialect.actions).slice(checkout(dialect.actions).length),
      ...(pipeline.zig ? setUpZig() : []),
      ...script("Build and weigh", [
        // A base that does not build is no fault of the pull request: then there is nothing to compare with.
        `${slipwayLine(pipeline, "release", "--snapshot --skip=prove")} && ${slipwayLine(pipeline, "ci sizes")} > "$RUNNER_TEMP/sizes.json" || echo '{}' > "$RUNNER_TEMP/sizes.json"`,
      ]),
      ...upload("base-${{ github.run_attempt }}", temporary("sizes.json"), dialect.actions),
    ],
  });
}

function testJob(pipeline: Pipeline, dialect: Dialect): Lines[] {
  if (pipeline.test.length === 0) return [];
  return job(dialect, {
    id: "test",
    name: "Test on ${{ matrix.name }}",
    about: "The module's own tests, on every kind of machine that its programs are for.",
    needs: ["plan"],
    runner: "${{ matrix.runner }}",
    minutes: 60,
    matrix: "test",
    steps: [
      ...checkout(dialect.actions),
      ...setUpGo(pipeline, dialect.actions, "${{ matrix.go }}"),
      ...marks("test", "steps before the tests"),
      ...script("Test", goTests(pipeline), { FLAGS: "${{ matrix.flags }}" }),
    ],
  });
}

function buildJob(pipeline: Pipeline, dialect: Dialect): Lines[] {
  const msvc = pipeline.build.some((leg) => leg.msvc !== undefined);
  return job(dialect, {
    id: "build",
    name: "Build ${{ matrix.shard }}",
    about: "Each machine makes its shard: programs, packed files, and the proofs that this kind of machine can give.",
    needs: ["plan"],
    runner: "${{ matrix.runner }}",
    minutes: 90,
    matrix: "build",
    steps: [
      ...prepare(pipeline, dialect.actions),
      ...(msvc ? visualStudio() : []),
      ...(pipeline.zig ? setUpZig().toSpliced(1, 0, "  if: ${{ !matrix.targets[0] }}") : []),
      ...marks("build", "steps before a shard is made"),
      ...script(
        "Build",
        [slipwayLine(pipeline, "release", '"$KIND" --shard "$SHARD" --out "$RUNNER_TEMP/shard"'), ...pack("shard")],
        {
          SHARD: "${{ matrix.shard }}",
        },
      ),
      ...upload("shard-${{ matrix.name }}-${{ github.run_attempt }}", temporary("shard.tar"), dialect.actions),
    ],
  });
}

/** Puts Visual Studio's tools and libraries into the environment of the next steps; cgo then wants `CC=clang --target=...-msvc`. */
function visualStudio(): string[] {
  return [
    "- name: Set up Visual Studio",
    "  if: ${{ matrix.msvc }}",
    "  shell: pwsh",
    "  env:",
    "    ARCH: ${{ matrix.msvc }}",
    "  run: |",
    '    $vs = & "${env:ProgramFiles(x86)}\\Microsoft Visual Studio\\Installer\\vswhere.exe" -latest -property installationPath',
    "    $set = @{}",
    '    cmd /c "call `"$vs\\VC\\Auxiliary\\Build\\vcvarsall.bat`" %ARCH% > nul && set" | ForEach-Object { $name, $value = $_ -split \'=\', 2; $set[$name] = $value }',
    "    foreach ($name in 'INCLUDE', 'LIB', 'LIBPATH', 'VCToolsInstallDir', 'WindowsSdkDir') { \"$name=$($set[$name])\" >> $env:GITHUB_ENV }",
    "    \"$($set['VCToolsInstallDir'])bin\\Host$($set['VSCMD_ARG_HOST_ARCH'])\\$($set['VSCMD_ARG_TGT_ARCH'])\" >> $env:GITHUB_PATH",
  ];
}

function proveJob(pipeline: Pipeline, dialect: Dialect): Lines[] {
  if (pipeline.prove.length === 0) return [];
  return job(dialect, {
    id: "prove",
    name: "Prove ${{ matrix.target }}",
    about: "What was packed is unpacked and run on the real thing.",
    needs: ["plan", "build"],
    runner: "${{ matrix.runner }}",
    minutes: 45,
    matrix: "prove",
    steps: [
      ...prepare(pipeline, dialect.actions),
      ...takeOver(["shard"], dialect),
      ...script("Unpack", unpack("shard")),
      ...marks("prove", "steps before the proof"),
      ...script(
        "Prove",
        [
          slipwayLine(pipeline, "merge", '--prove "$TARGET" --out "$RUNNER_TEMP/proof" "$RUNNER_TEMP"/parts/*'),
          ...pack("proof"),
        ],
        {
          TARGET: "${{ matrix.target }}",
        },
      ),
      ...upload("proof-${{ matrix.name }}-${{ github.run_attempt }}", temporary("proof.tar"), dialect.actions),
    ],
  });
}

function mergeJob(pipeline: Pipeline, dialect: Dialect): Lines[] {
  const before = [
    "plan",
    ...(pipeline.compare ? ["base"] : []),
    ...(pipeline.test.length === 0 ? [] : ["test"]),
    "build",
    ...(pipeline.prove.length === 0 ? [] : ["prove"]),
  ];
  const parts = ["shard", ...(pipeline.prove.length === 0 ? [] : ["proof"])];
  const github = dialect.name === "github";
  const summary = slipwayLine(pipeline, "ci summary", pipeline.compare ? '--base "${base:-none}"' : "");
  return job(dialect, {
    id: "merge",
    name: "Merge",
    about: "One verdict, one dist: nothing gets here unless everything above is right.",
    needs: before,
    // A job that had nothing to do was skipped, which is no failure.
    when: "!cancelled() && !failure()",
    runner: pipeline.runner,
    minutes: 45,
    steps: [
      ...prepare(pipeline, dialect.actions),
      ...takeOver([...parts, ...(pipeline.compare ? ["base"] : [])], dialect),
      ...script("Merge", [...unpack(...parts), slipwayLine(pipeline, "merge", '"$RUNNER_TEMP"/parts/*')]),
      ...script("Sum up", [
        ...(pipeline.compare ? ['base=$(find "$RUNNER_TEMP/taken" -name sizes.json | sort -V | tail -n 1)'] : []),
        `${summary} | tee "$RUNNER_TEMP/summary.md"${github ? ' >> "$GITHUB_STEP_SUMMARY"' : ""}`,
      ]),
      ...script("Pack", [`(cd ${shellWord(pipeline.dist)} && tar -cf - .) > "$RUNNER_TEMP/dist.tar"`]),
      "- name: Hand on",
      `  ${uses("actions/upload-artifact", dialect.actions)}`,
      "  with:",
      "    name: dist-${{ github.run_attempt }}",
      "    path: |",
      `      ${temporary("dist.tar")}`,
      `      ${temporary("summary.md")}`,
      "    if-no-files-found: error",
      "    retention-days: 14",
    ],
  });
}

/** The job of a tag alone: behind the environment, with what the merge made and nothing that builds. */
function publishJob(pipeline: Pipeline, dialect: Dialect): Lines[] {
  const { dist, environment, runner } = pipeline;
  return job(dialect, {
    id: "publish",
    name: "Publish",
    about: "What is released goes out from here, behind the environment's rules; only tags get here.",
    needs: ["merge"],
    when: "!cancelled() && !failure() && startsWith(github.ref, 'refs/tags/')",
    runner,
    minutes: 45,
    permissions: marks("publish-permissions", "what your steps below need, for example contents: write"),
    more: dialect.name === "github" ? ["environment:", `  name: ${yamlText(environment)}`] : [],
    steps: [
      ...checkout(dialect.actions),
      ...takeOver(["dist"], dialect),
      ...script("Unpack", [
        // A merge that was run again left an older dist beside its own.
        'newest=$(ls -d "$RUNNER_TEMP"/taken/dist-*/dist.tar | sort -V | tail -n 1)',
        `mkdir -p ${shellWord(dist)} && tar -xf - -C ${shellWord(dist)} < "$newest"`,
      ]),
      ...marks("publish", "steps that publish, with the whole dist at hand"),
    ],
  });
}

/** The module's tests; in a workspace those of each module. */
function goTests({ modules }: Pipeline): string[] {
  return modules.map((module) =>
    module === "." ? 'go test "$FLAGS" ./...' : `(cd ${shellWord(module)} && go test "$FLAGS" ./...)`,
  );
}

/** A folder of the machine's temporary folder becomes a tar beside it. By relative names: `tar` takes a drive letter for a host. */
function pack(name: string): string[] {
  return [`cd "$RUNNER_TEMP" && tar -cf ${name}.tar -C ${name} .`];
}

/** Fetches what earlier jobs handed on under names that begin so; the older artifact actions know only all of it. */
function takeOver(kinds: readonly string[], { name, actions }: Dialect): string[] {
  const patterns = name === "github" ? kinds.map((kind) => `${kind}-*`) : [undefined];
  return patterns.flatMap((pattern) => download(pattern, temporary("taken"), actions));
}

/**
 * Each tar of these names becomes a folder of its own, called after its job: what a later attempt of the job made takes the
 * place of an earlier one's. Outside of the checkout, which stays as it was committed.
 */
function unpack(...kinds: readonly string[]): string[] {
  return [
    '(cd "$RUNNER_TEMP"',
    `find taken ${kinds.map((kind) => `-name ${kind}.tar`).join(" -o ")} | sort -V | while read -r file; do`,
    '  name=$(basename "$(dirname "$file")")',
    '  part="parts/${name%-*}"',
    '  rm -rf "$part" && mkdir -p "$part"',
    '  tar -xf "$file" -C "$part"',
    "done)",
  ];
}

/** A path in the machine's temporary folder, for an action. */
function temporary(name: string): string {
  return `\${{ runner.temp }}/${name}`;
}

function separated(jobs: readonly Lines[]): string[] {
  return jobs.flatMap((lines, at) => (at === 0 ? lines : ["", ...lines]));
}
