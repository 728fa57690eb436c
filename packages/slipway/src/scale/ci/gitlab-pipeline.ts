import { join, toSlash } from "../../platform/path.ts";
import { indent, pipelineSuffix, shellWord, slipwayLine, yamlText, ZIG_VERSION } from "./github-steps.ts";
import { heading } from "./heading.ts";
import { marks } from "./keep-edits.ts";
import type { BuildLeg, Pipeline, ProveLeg } from "./pipeline.ts";

/** The child pipeline that `.gitlab-ci.yml` starts: everything that Slipway does. */
export function gitlabPipeline(pipeline: Pipeline): string {
  const { build, prove } = pipeline;
  const lines = [
    ...heading(pipeline),
    "",
    "# Who starts it decides when: the rules stand in .gitlab-ci.yml. Without this line merge requests would get no jobs.",
    "workflow:",
    "  rules:",
    "    - when: always",
    "",
    "stages: [test, build, prove, merge, publish]",
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
    `  image: ${IMAGE}`,
    "  before_script:",
    ...script([
      "- if ! command -v npx >/dev/null && command -v brew >/dev/null; then brew install node; fi",
      "- if ! command -v go >/dev/null && command -v brew >/dev/null; then brew install go; fi",
      '- export KIND=--snapshot; if [ -n "$CI_COMMIT_TAG" ]; then export KIND=--skip=publish; fi',
      "# Outside of the checkout, which stays as it was committed.",
      `- export TOP="$PWD" WORK="$PWD/../.slipway-$CI_JOB_ID"; mkdir -p "$WORK/bin"; trap 'rm -rf "$WORK"' EXIT`,
      `- printf '#!/bin/sh\\nexec %s "$@"\\n' "$SLIPWAY" > "$WORK/bin/slipway"`,
      '- chmod +x "$WORK/bin/slipway"; export PATH="$WORK/bin:$PATH"',
      // Go's image has no Node and Node's has no Go.
      `- if ! command -v go >/dev/null; then curl -fsSL "https://go.dev/dl/go${fullVersion(pipeline.goVersion)}.linux-$(dpkg --print-architecture).tar.gz" | tar -xz -C "$WORK"; export PATH="$WORK/go/bin:$PATH"; fi`,
      ...takeOver(),
      ...(pipeline.folder === "." ? [] : [`- cd ${shellWord(pipeline.folder)}`]),
      "- slipway --version",
    ]),
    ...marks("before", "jobs and variables of your own"),
    "",
    ...testJobs(pipeline),
    ...numbered(pipeline),
    ...build.filter(({ targets }) => targets.length > 0).flatMap((leg) => nativeJob(leg, pipeline)),
    ...(prove.length === 0 ? [] : proveJob(prove, pipeline)),
    ...mergeJob(pipeline),
    ...publishJob(pipeline),
  ];
  return `${lines.join("\n")}\n`;
}

/** The few lines that start the child pipeline; a repository's own `.gitlab-ci.yml` takes them in, beside those of its other projects. */
export function gitlabTrigger(child: string, { tags, ...place }: Pick<Pipeline, "tags" | "folder" | "file">): string {
  const start = tags.replace(/\*$/u, "").replaceAll(/[\\^$.*+?()[\]{}|/]/gu, "\\$&");
  return [
    "# Starts the release pipeline that `slipway ci` writes: for tags, merge requests and runs by hand. Jobs of your own go beside it.",
    `slipway${pipelineSuffix(place)}:`,
    "  rules:",
    `    - if: ${start === "" ? "$CI_COMMIT_TAG" : `$CI_COMMIT_TAG =~ /^${start}/`}`,
    '    - if: $CI_PIPELINE_SOURCE == "merge_request_event"',
    '    - if: $CI_PIPELINE_SOURCE == "web" || $CI_PIPELINE_SOURCE == "api"',
    "  trigger:",
    "    include:",
    `      - local: ${child}`,
    "    strategy: depend",
    "",
  ].join("\n");
}

function testJobs({ test, folder, modules, images, goVersion }: Pipeline): string[] {
  if (test.length === 0) return [];
  const flags = [...new Set(test.map((leg) => leg.flags))];
  const versions = [...new Set(test.map((leg) => leg.go))];
  const machines = [...new Set(test.map((leg) => leg.runner))];
  const containers = machines.filter((runner) => images[runner] === undefined);
  const legs = [
    [containers, versions.map((go) => `golang:${goTag(go, goVersion)}`)],
    ...machines.flatMap((runner) => (images[runner] === undefined ? [] : [[[runner], [images[runner]]]])),
  ] as const;
  return [
    "# The module's own tests, on every kind of machine that its programs are for.",
    "test:",
    "  stage: test",
    "  tags: [$RUNNER]",
    "  image: $IMAGE",
    "  parallel:",
    "    matrix:",
    ...legs.flatMap(([runners, kinds]) =>
      runners.length === 0
        ? []
        : [`      - RUNNER: ${list(runners)}`, `        IMAGE: ${list(kinds)}`, `        FLAGS: ${list(flags)}`],
    ),
    "  script:",
    ...script([
      ...(legs.length > 1
        ? ["- if ! command -v go >/dev/null && command -v brew >/dev/null; then brew install go; fi"]
        : []),
      ...(folder === "." ? [] : [`- cd ${shellWord(folder)}`]),
      ...modules.map((module) =>
        module === "." ? '- go test "$FLAGS" ./...' : `- (cd ${shellWord(module)} && go test "$FLAGS" ./...)`,
      ),
    ]),
    "",
  ];
}

/** The first release of a version: Go 1.21 and later are called `1.21.0`. */
function fullVersion(version: string): string {
  const [major = 1, minor = 0, patch] = version.split(".").map(Number);
  if (version === "") return "1.26.0";
  return patch === undefined && (major > 1 || minor > 20) ? `${version}.0` : version;
}

/** The tag of Go's image for a version of the matrix, or for that of go.mod; the newest where neither says. */
function goTag(version: string, ofModule: string): string {
  const wanted = version === "" ? ofModule.split(".").slice(0, 2).join(".") : version;
  return wanted === "" || wanted === "stable" ? "latest" : wanted;
}

function numbered(pipeline: Pipeline): string[] {
  const count = pipeline.build.filter(({ targets }) => targets.length === 0).length;
  if (count === 0) return [];
  return [
    "# Each machine makes its shard: programs, packed files, and the proofs that this kind of machine can give.",
    "build:",
    "  extends: .slipway",
    "  stage: build",
    `  tags: [${yamlText(pipeline.runner)}]`,
    ...(count > 1 ? [`  parallel: ${count}`] : []),
    "  script:",
    ...script([
      ...(pipeline.zig ? zig() : []),
      `- SHARD="\${CI_NODE_INDEX:-1}"; ${slipwayLine(pipeline, "release", `"$KIND" --shard "$SHARD/${count}" --out "$WORK/shard"`)}`,
      ...handOn("shard", "$SHARD"),
    ]),
    ...artifacts(),
    "",
  ];
}

/** A C compiler for every target, in a folder of its own. */
function zig(): string[] {
  return [
    "- if ! python3 -m venv --help >/dev/null 2>&1; then apt-get update && apt-get install -y --no-install-recommends python3-venv; fi",
    `- python3 -m venv "$WORK/zig"; "$WORK/zig/bin/python" -m pip install --quiet ziglang==${ZIG_VERSION}; export PATH="$WORK/zig/bin:$PATH"`,
  ];
}

function nativeJob({ shard, name, runner }: BuildLeg, pipeline: Pipeline): string[] {
  const { images } = pipeline;
  return [
    `# ${shard} is built on a machine of its own kind.`,
    `build ${name}:`,
    "  extends: .slipway",
    "  stage: build",
    `  tags: [${yamlText(runner)}]`,
    ...(images[runner] === undefined ? [] : [`  image: ${images[runner]}`]),
    "  script:",
    ...script([
      `- ${slipwayLine(pipeline, "release", `"$KIND" --shard ${shard} --out "$WORK/shard"`)}`,
      ...handOn("shard", name),
    ]),
    ...artifacts(),
    "",
  ];
}

function proveJob(prove: readonly ProveLeg[], pipeline: Pipeline): string[] {
  const { images } = pipeline;
  return [
    "# What was packed is unpacked and run on the real thing.",
    "prove:",
    "  extends: .slipway",
    "  stage: prove",
    "  tags: [$RUNNER]",
    "  image: $IMAGE",
    "  parallel:",
    "    matrix:",
    ...prove.flatMap(({ target, name, runner }) => [
      `      - TARGET: ${target}`,
      `        NAME: ${name}`,
      `        RUNNER: ${yamlText(runner)}`,
      `        IMAGE: ${images[runner] ?? IMAGE}`,
    ]),
    "  script:",
    ...script([
      `- ${slipwayLine(pipeline, "merge", '--prove "$TARGET" --out "$WORK/proof" "$WORK"/parts/*')}`,
      ...handOn("proof", "$NAME"),
    ]),
    ...artifacts(),
    "",
  ];
}

function mergeJob(pipeline: Pipeline): string[] {
  const { runner, folder, dist } = pipeline;
  return [
    "# One verdict, one dist: nothing gets here unless everything above is right.",
    "merge:",
    "  extends: .slipway",
    "  stage: merge",
    `  tags: [${yamlText(runner)}]`,
    "  script:",
    ...script([
      `- ${slipwayLine(pipeline, "merge", '"$WORK"/parts/*')}`,
      `- ${slipwayLine(pipeline, "ci summary")} | tee "$TOP/summary.md"`,
      // Artifacts keep no modes.
      `- tar -cf "$TOP/dist.tar" -C ${shellWord(dist)} .`,
    ]),
    "  artifacts:",
    `    paths: [dist.tar, summary.md, ${yamlText(`${toSlash(join(folder, dist))}/`)}]`,
    "    expire_in: 2 weeks",
    "",
  ];
}

function publishJob({ runner, environment, folder, dist }: Pipeline): string[] {
  return [
    "# What is released goes out from here, behind the environment's rules; only tags get here.",
    "publish:",
    "  stage: publish",
    `  tags: [${yamlText(runner)}]`,
    `  image: ${IMAGE}`,
    "  rules:",
    "    - if: $CI_COMMIT_TAG",
    "  needs: [merge]",
    "  interruptible: false",
    "  script:",
    ...script([
      '- TOP="$PWD"',
      ...(folder === "." ? [] : [`- cd ${shellWord(folder)}`]),
      `- rm -rf ${shellWord(dist)}; mkdir -p ${shellWord(dist)}; tar -xf "$TOP/dist.tar" -C ${shellWord(dist)}`,
    ]),
    ...marks("publish", "script lines that publish, with the whole dist at hand").map((line) => `    ${line}`),
    "  environment:",
    `    name: ${yamlText(environment)}`,
  ];
}

/** Programs of the jobs that Slipway runs in, and git. */
const IMAGE = "node:24";

/** Where jobs leave their parts for later ones, below the checkout as artifacts have to be. */
const PARTS = "slipway-parts";

/** Leaves a job's folder as a tar for later jobs: artifacts keep no modes. */
function handOn(kind: "shard" | "proof", name: string): string[] {
  return [`- mkdir -p "$TOP/${PARTS}"; tar -cf "$TOP/${PARTS}/${kind}-${name}.tar" -C "$WORK/${kind}" .`];
}

/** What earlier jobs left becomes folders outside of the checkout. */
function takeOver(): string[] {
  return [
    `- for file in ${PARTS}/*.tar; do [ -f "$file" ] || continue; part="$WORK/parts/$(basename "$file" .tar)"; mkdir -p "$part"; tar -xf "$file" -C "$part"; done; rm -rf ${PARTS}`,
  ];
}

function artifacts(): string[] {
  return ["  artifacts:", `    paths: [${PARTS}/]`, "    expire_in: 3 days"];
}

/** Commands as a job has them. YAML takes a colon or a number sign with a space beside it, as a folder's name may have, for its own. */
function script(lines: readonly string[]): string[] {
  const item = (line: string): string =>
    /: |:$| #/.test(line) && line.startsWith("- ") ? `- '${line.slice(2).replaceAll("'", "''")}'` : line;
  return indent(2, lines.map(item));
}

function list(texts: readonly string[]): string {
  return `[${texts.map((text) => yamlText(text)).join(", ")}]`;
}
