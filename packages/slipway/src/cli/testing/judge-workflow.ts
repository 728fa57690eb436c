import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { rolldown } from "rolldown";
import { needGoProgram } from "../../platform/testing/need-go-program.ts";
import { needPythonProgram } from "../../platform/testing/need-python-program.ts";

/** What of `@actions/workflow-parser` is used here: GitHub's own reading of workflows. */
interface WorkflowParser {
  readonly NoOperationTraceWriter: new () => object;
  parseWorkflow(
    file: { readonly name: string; readonly content: string },
    trace: object,
  ): { readonly context: { readonly errors: { getErrors(): readonly unknown[] } }; readonly value: unknown };
  convertWorkflowTemplate(
    context: object,
    value: unknown,
  ): Promise<{ readonly errors?: readonly { Message: string }[] }>;
}

let parser: Promise<WorkflowParser> | undefined;

/** The machines of a workflow that are nobody's hosted ones, and whether it is GitHub's: zizmor judges only those. */
interface Judged {
  readonly labels: readonly string[];
  readonly github: boolean;
}

/** What GitHub's parser, actionlint and zizmor at its strictest find in a workflow, as lines; none when all are content. */
export async function judgeWorkflow(file: string, { labels, github }: Judged): Promise<string[]> {
  parser ??= loadParser();
  const actionlint = needGoProgram("github.com/rhysd/actionlint/cmd/actionlint", "1.7.12", "-version");
  const zizmor = needPythonProgram("zizmor", "1.32.0");
  const folder = mkdtempSync(path.join(os.tmpdir(), "slipway-actionlint-"));
  try {
    const config = path.join(folder, "actionlint.yaml");
    writeFileSync(config, `self-hosted-runner:\n  labels: ${JSON.stringify(labels)}\n`);
    return [
      ...(await parsed(await parser, file)),
      ...said("actionlint", actionlint, ["-no-color", "-config-file", config, file]),
      ...(github ? said("zizmor", zizmor, ["--offline", "--persona=pedantic", "--quiet", "--color=never", file]) : []),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function said(name: string, program: string, args: readonly string[]): string[] {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: "utf8" });
  if (error !== undefined) throw error;
  return status === 0 ? [] : [`${name}: ${stdout}${stderr}`];
}

async function parsed(judge: WorkflowParser, file: string): Promise<string[]> {
  const content = readFileSync(file, "utf8");
  const { context, value } = judge.parseWorkflow(
    { name: path.basename(file), content },
    new judge.NoOperationTraceWriter(),
  );
  const { errors = [] } = value === undefined ? {} : await judge.convertWorkflowTemplate(context, value);
  return [...context.errors.getErrors().map(String), ...errors.map(({ Message }) => Message)].map(
    (text) => `workflow-parser: ${text}`,
  );
}

/** The package imports JSON as bundlers allow it and Node does not. */
async function loadParser(): Promise<WorkflowParser> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "slipway-workflow-parser-"));
  const cwd = path.resolve(import.meta.dirname, "../../../../..");
  const bundle = await rolldown({ cwd, input: "@actions/workflow-parser", platform: "node", logLevel: "warn" });
  const file = path.join(folder, "parser.mjs");
  await bundle.write({ file, format: "esm", codeSplitting: false });
  await bundle.close();
  const loaded = (await import(pathToFileURL(file).href)) as WorkflowParser;
  rmSync(folder, { recursive: true, force: true });
  return loaded;
}
