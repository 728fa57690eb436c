import { indent, yamlText } from "./github-steps.ts";
import { heading } from "./heading.ts";
import { marks } from "./keep-edits.ts";
import type { BuildLeg, Pipeline, ProveLeg } from "./pipeline.ts";

/** The child pipeline that `.gitlab-ci.yml` starts: everything that Slipway does. */
export function gitlabPipeline(pipeline: Pipeline): string {
  const { build, prove } = pipeline;
  const lines = [
    ...heading(pipeline),
    "",
    `stages: [${["test", "build", "prove", "merge"].join(", ")}]`,
    "",
    "default:",
    "  interruptible: true",
    "  timeout: 90 minutes",
    "",
    "variables:",
    '  GIT_DEPTH: "0"',
    `  SLIPWAY: ${yamlText(pipeline.slipway)}`,
    "",
    "# A machine on which `slipway` is a command; the one place that knows where it comes from.",
    ".slipway:",
    "  before_script:",
    ...indent(2, [
      ...(pipeline.folder === "." ? [] : [`- cd ${yamlText(pipeline.folder)}`]),
      '- export KIND=--snapshot; if [ -n "$CI_COMMIT_TAG" ]; then export KIND=--skip=publish; fi',
      '- mkdir -p "$CI_BUILDS_DIR/.slipway-$CI_JOB_ID"',
      `- printf '#!/bin/sh\\nexec %s "$@"\\n' "$SLIPWAY" > "$CI_BUILDS_DIR/.slipway-$CI_JOB_ID/slipway"`,
      '- chmod +x "$CI_BUILDS_DIR/.slipway-$CI_JOB_ID/slipway"',
      '- export PATH="$CI_BUILDS_DIR/.slipway-$CI_JOB_ID:$PATH"',
      "- slipway --version",
    ]),
    ...marks("before", "jobs and variables of your own"),
    "",
    ...testJobs(pipeline),
    ...numbered(pipeline),
    ...build.filter(({ targets }) => targets.length > 0).flatMap((leg) => nativeJob(leg)),
    ...(prove.length === 0 ? [] : proveJob(prove)),
    ...mergeJob(pipeline),
  ];
  return `${lines.join("\n")}\n`;
}

/** The few lines that start the child pipeline; a project's own `.gitlab-ci.yml` takes them in. */
export function gitlabTrigger(child: string): string {
  return [
    "# Starts the release pipeline that `slipway ci` writes. Jobs of your own go beside it.",
    "slipway:",
    "  trigger:",
    "    include:",
    `      - local: ${child}`,
    "    strategy: depend",
    "",
  ].join("\n");
}

function testJobs({ test, folder, runner }: Pipeline): string[] {
  if (test.length === 0) return [];
  const flags = [...new Set(test.map((leg) => leg.flags))];
  const machines = [...new Set(test.map((leg) => leg.runner))];
  const versions = [...new Set(test.map((leg) => leg.go))].filter((go) => go !== "");
  return [
    "# The module's own tests, on every kind of machine that its programs are for.",
    "test:",
    "  stage: test",
    "  tags: [$RUNNER]",
    "  parallel:",
    "    matrix:",
    `      - RUNNER: ${list(machines.length === 0 ? [runner] : machines)}`,
    `        FLAGS: ${list(flags)}`,
    ...(versions.length === 0 ? [] : [`        GOTOOLCHAIN: ${list(versions.map((each) => `go${each}`))}`]),
    "  script:",
    ...(folder === "." ? [] : [`    - cd ${yamlText(folder)}`]),
    '    - go test "$FLAGS" ./...',
    "",
  ];
}

function numbered(pipeline: Pipeline): string[] {
  const count = pipeline.build.filter(({ targets }) => targets.length === 0).length;
  if (count === 0) return [];
  return [
    "# Each machine makes its shard: programs, packed files, and the proofs that this kind of machine can give.",
    "build:",
    "  extends: .slipway",
    "  stage: build",
    `  tags: [${pipeline.runner}]`,
    ...(count > 1 ? [`  parallel: ${count}`] : []),
    "  script:",
    ...indent(2, [
      `- SHARD="\${CI_NODE_INDEX:-1}"; slipway release "$KIND" --shard "$SHARD/${count}" --out "$WORK/shard"`,
      `- mkdir -p "$CI_PROJECT_DIR/shards"; tar -cf "$CI_PROJECT_DIR/shards/shard-$SHARD.tar" -C "$WORK/shard" .`,
    ]),
    ...artifacts("shards"),
    "",
  ];
}

function nativeJob({ shard, name, runner }: BuildLeg): string[] {
  return [
    `# ${shard} is built on a machine of its own kind.`,
    `build ${name}:`,
    "  extends: .slipway",
    "  stage: build",
    `  tags: [${runner}]`,
    "  script:",
    ...indent(2, [
      `- slipway release "$KIND" --shard ${shard} --out "$WORK/shard"`,
      `- mkdir -p "$CI_PROJECT_DIR/shards"; tar -cf "$CI_PROJECT_DIR/shards/shard-${name}.tar" -C "$WORK/shard" .`,
    ]),
    ...artifacts("shards"),
    "",
  ];
}

function proveJob(prove: readonly ProveLeg[]): string[] {
  return [
    "# What was packed is unpacked and run on the real thing.",
    "prove:",
    "  extends: .slipway",
    "  stage: prove",
    "  tags: [$RUNNER]",
    "  parallel:",
    "    matrix:",
    ...prove.flatMap(({ target, name, runner }) => [
      `      - TARGET: ${target}`,
      `        NAME: ${name}`,
      `        RUNNER: ${runner}`,
    ]),
    "  script:",
    ...indent(2, [
      ...unpack("shards"),
      '- slipway merge --prove "$TARGET" --out "$WORK/proof" "$WORK"/parts/*',
      `- mkdir -p "$CI_PROJECT_DIR/proofs"; tar -cf "$CI_PROJECT_DIR/proofs/proof-$NAME.tar" -C "$WORK/proof" .`,
    ]),
    ...artifacts("proofs"),
    "",
  ];
}

function mergeJob(pipeline: Pipeline): string[] {
  const dist = pipeline.folder === "." ? "dist" : `${pipeline.folder}/dist`;
  return [
    "# One verdict, one dist: nothing gets here unless everything above is right.",
    "merge:",
    "  extends: .slipway",
    "  stage: merge",
    `  tags: [${pipeline.runner}]`,
    "  script:",
    ...indent(2, [
      ...unpack("shards proofs"),
      '- slipway merge "$WORK"/parts/*',
      '- slipway ci summary | tee "$CI_PROJECT_DIR/summary.md"',
    ]),
    ...marks("publish", "script lines after the merge, with a whole dist at hand").map((line) => `    ${line}`),
    "  artifacts:",
    `    paths: [${dist}/, summary.md]`,
    "    expire_in: 2 weeks",
    "  environment:",
    `    name: ${pipeline.environment}`,
    "    action: access",
  ];
}

function unpack(from: string): string[] {
  const files = from.split(" ").map((each) => `"$WORK"/${each}/*.tar`);
  return [
    `- for file in ${files.join(" ")}; do [ -f "$file" ] || continue; part="$WORK/parts/$(basename "$file" .tar)"; mkdir -p "$part"; tar -xf "$file" -C "$part"; done`,
  ];
}

function artifacts(folder: string): string[] {
  return ["  artifacts:", `    paths: [${folder}/]`, "    expire_in: 3 days"];
}

function list(texts: readonly string[]): string {
  return `[${texts.map((text) => yamlText(text)).join(", ")}]`;
}
