import type { Entry } from "../../../archive/entry.ts";
import { writeTar } from "../../../archive/tar/write-tar.ts";
import type { Discovery, Kind, RunContext } from "../../../plan/kind.ts";
import type { Task } from "../../../plan/task.ts";
import { fileHead } from "../../../platform/file/file-head.ts";
import { readFilePieces, writeFilePieces } from "../../../platform/file/file-stream.ts";
import { ensureFolder, exists } from "../../../platform/file/files.ts";
import { filesBelow, foldersFrom, listFolder } from "../../../platform/file/walk.ts";
import { sha256 } from "../../../platform/hash.ts";
import { basename, dirname, isAbsolute, join, relative, toSlash } from "../../../platform/path.ts";
import { compilerOf } from "../../cgo/compiler-for.ts";
import { stampFlags, startsOtherPrograms } from "../go-command.ts";
import { goEnvironment } from "../go-environment.ts";
import { toolFiles } from "../tool-files.ts";
import { goFailure } from "../go-failure.ts";
import { goList, quiet, type ListedPackage } from "../go-list.ts";
import { collectSources } from "../go-sources.ts";
import { prepareFolder } from "../prepare-folder.ts";
import { goOf } from "../program-list.ts";
import { TESTS_LIST, type BuiltTest, type GoTestsParams } from "./go-tests-params.ts";
import { planGoTests } from "./plan-go-tests.ts";
import { projectTree } from "./project-tree.ts";

/**
 * The tests of the module built for one target, with the project's files as they lie in the checkout, so that tests find what is beside
 * and above them, in one archive that runs anywhere.
 */
export const goTestsKind: Kind = {
  name: "go-tests",
  version: 2,
  usesPath: ({ params }) => startsOtherPrograms((params as GoTestsParams).settings),
  plan: planGoTests,
  discover: discoverTests,
  run: buildTests,
};

/** The packages of a pattern that have tests, and everything that these are made of. */
interface TestPackages {
  readonly tested: readonly ListedPackage[];
  readonly all: readonly ListedPackage[];
}

function listTests(task: Task, context: RunContext): Promise<TestPackages> {
  const params = task.params as GoTestsParams;
  const { settings } = params;
  return context.once(`go list tests ${JSON.stringify([settings, params.packages])}`, async () => {
    const { folder, extra } = await prepareFolder(params, context);
    const all = await goList(
      {
        go: goOf(settings.tool, context),
        cwd: folder,
        env: goEnvironment(settings, context, { temporary: context.scratch }),
        flags: [...settings.flags, ...extra],
        tests: true,
        packages: params.packages,
      },
      context,
    );
    const tested = all.filter(
      (each) =>
        each.DepOnly !== true &&
        each.ForTest === undefined &&
        !each.ImportPath.endsWith(".test") &&
        (each.TestGoFiles?.length ?? 0) + (each.XTestGoFiles?.length ?? 0) > 0,
    );
    return { tested, all };
  });
}

async function discoverTests(task: Task, context: RunContext): Promise<Discovery> {
  const { tested, all } = await listTests(task, context);
  const files = new Set<string>();
  const folders = new Set<string>();
  const values: Record<string, string> = { toolchain: context.facts.toolchain?.version ?? "", root: context.root };
  for (const each of all.filter(({ ImportPath }) => ImportPath.endsWith(".test"))) {
    const sources = collectSources(all, each, context.root);
    for (const file of sources.files) files.add(file);
    for (const folder of sources.folders) folders.add(folder);
    Object.assign(values, sources.values);
  }
  for (const { Dir } of tested) for (const folder of foldersFrom(join(Dir, "testdata"))) folders.add(folder);
  const modes: string[] = [];
  for (const [name, path] of await filesOfTests(tested, context)) {
    files.add(path);
    folders.add(dirname(path));
    const head = await fileHead(path);
    modes.push(`${name} ${head?.type === "symlink" ? `-> ${head.link}` : head?.mode.toString(8)}`);
  }
  values["modes and links"] = sha256(modes.join("\0"));
  const compiler = (task.params as GoTestsParams).settings.cgo.enabled
    ? await compilerOf(task, all, context)
    : undefined;
  if (compiler !== undefined) values["C compiler"] = compiler.identity;
  const tools = await toolFiles(task, context, compiler);
  for (const file of tools.files) files.add(file);
  const modules = [...files].filter((file) => basename(file) === "go.mod").map((file) => join(dirname(file), "go.sum"));
  for (const file of modules) if (await exists(file)) files.add(file);
  return { files: [...files].sort(), folders: [...folders].sort(), watched: tools.watched, values };
}

/** What tests may read, by its name in the archive: the project's tracked files, and whatever lies in the folders of the packages. */
async function filesOfTests(tested: readonly ListedPackage[], context: RunContext): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const file of await projectTree(context)) files.set(`src/${file}`, join(context.root, file));
  for (const each of tested) {
    const folder = sourceFolder(each, context.root);
    for (const file of filesBeside(each.Dir)) files.set(`${folder}/${file}`, join(each.Dir, file));
  }
  return files;
}

/** The files of a package's folder and all of its testdata, relative to it. */
function filesBeside(folder: string): string[] {
  const own = listFolder(folder).flatMap(({ name, type }) => (type === "folder" ? [] : [name]));
  return [...own, ...[...filesBelow(join(folder, "testdata"))].map((file) => `testdata/${file}`)];
}

async function buildTests(task: Task, context: RunContext): Promise<void> {
  const { tested } = await listTests(task, context);
  const bin = join(context.scratch, "bin");
  const tests: BuiltTest[] = [];
  const programs = new Map<string, string>();
  for (const [round, group] of distinctNames(tested).entries()) {
    const folder = join(bin, String(round));
    await ensureFolder(folder);
    await compile(task, group, folder, context);
    for (const each of group) {
      const built = listFolder(folder).find(({ name }) => name.replace(/\.test(?:\.exe)?$/, "") === nameOf(each));
      if (built === undefined) continue;
      const program = `bin/${round}/${built.name}`;
      programs.set(program, join(folder, built.name));
      tests.push({ package: each.ImportPath, folder: sourceFolder(each, context.root), program });
    }
  }
  tests.sort((a, b) => (a.package < b.package ? -1 : 1));
  const output = task.outputs[0]!;
  await writeFilePieces(context.output(output.path), writeTar(entries(tests, programs, tested, context)), {
    mode: output.mode,
    signal: context.signal,
  });
}

/** Go names a test program after its folder, and writes programs of several packages into one folder only when their names differ. */
function distinctNames(packages: readonly ListedPackage[]): ListedPackage[][] {
  const rounds: ListedPackage[][] = [];
  for (const each of packages) {
    const round = rounds.find((others) => others.every((other) => nameOf(other) !== nameOf(each)));
    if (round === undefined) rounds.push([each]);
    else round.push(each);
  }
  return rounds;
}

/** The last part of the import path that is no major version (Go `load.DefaultExecName`). */
function nameOf({ ImportPath }: ListedPackage): string {
  const parts = ImportPath.split("/");
  const last = parts.at(-1) ?? "";
  return parts.length > 1 && /^v[2-9][0-9]*$|^v1[0-9]+$/.test(last) ? (parts.at(-2) ?? last) : last;
}

async function compile(
  task: Task,
  packages: readonly ListedPackage[],
  into: string,
  context: RunContext,
): Promise<void> {
  const params = task.params as GoTestsParams;
  const { settings } = params;
  const { folder, extra } = await prepareFolder(params, context);
  const { all } = await listTests(task, context);
  const compiler = settings.cgo.enabled ? await compilerOf(task, all, context) : undefined;
  const flags = [...settings.flags, ...extra, ...stampFlags(settings)];
  const paths = packages.map(({ ImportPath }) => ImportPath);
  const result = await context.process(
    [goOf(settings.tool, context), "test", "-c", ...flags, "-o", `${into}/`, ...paths],
    {
      cwd: folder,
      env: goEnvironment(settings, context, { temporary: context.scratch, compiler }),
      check: false,
      onOutput: quiet,
    },
  );
  if (result.exitCode === 0) return;
  throw goFailure(result, {
    what: `Cannot build the tests for ${task.target ?? params.target}`,
    target: task.target ?? params.target,
    cwd: folder,
    root: context.root,
    hint: compiler?.hint,
  });
}

/** Where the files of a package lie in the archive. */
function sourceFolder({ Dir, ImportPath }: ListedPackage, root: string): string {
  const path = relative(root, Dir);
  const inside = path === "" || !(path.startsWith("..") || isAbsolute(path));
  return inside ? ["src", ...toSlash(path).split("/")].filter(Boolean).join("/") : `src/.outside/${ImportPath}`;
}

async function* entries(
  tests: readonly BuiltTest[],
  programs: ReadonlyMap<string, string>,
  packages: readonly ListedPackage[],
  context: RunContext,
): AsyncGenerator<Entry> {
  const list = new TextEncoder().encode(JSON.stringify(tests));
  yield { name: TESTS_LIST, type: "file", mode: 0o644, mtime: 0, size: list.length, content: () => [list] };
  for (const [name, path] of programs) yield* entryOf(name, path, context);
  for (const [name, path] of await filesOfTests(packages, context)) yield* entryOf(name, path, context);
}

async function* entryOf(name: string, path: string, context: RunContext): AsyncGenerator<Entry> {
  const head = await fileHead(path);
  if (head?.type === "symlink") yield { name, type: "symlink", mode: 0o777, mtime: 0, size: 0, link: head.link ?? "" };
  if (head?.type !== "file") return;
  const { size, mode } = head;
  yield { name, type: "file", mode, mtime: 0, size, content: () => readFilePieces(path, context.signal) };
}
