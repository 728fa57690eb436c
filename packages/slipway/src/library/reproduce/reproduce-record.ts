import { SlipwayError } from "../../errors.ts";
import type { Emit } from "../../events.ts";
import { makeTempFolder } from "../../platform/file/temp-folder.ts";
import { realPath } from "../../platform/file/walk.ts";
import { hostNames } from "../../platform/host/host-names.ts";
import { relative, resolve, toSlash } from "../../platform/path.ts";
import { capture } from "../../platform/process/capture.ts";
import { runProcess } from "../../platform/process/process.ts";
import { rebuildBase } from "../../prove/reproduce/rebuild-base.ts";
import type { RebuildSource } from "../../prove/reproduce/rebuild-request.ts";
import { reproduce } from "../../prove/reproduce/reproduce-source.ts";
import type { ReproduceLevel, Reproduction } from "../../prove/reproduce/reproduction.ts";
import { VARIATIONS, type VariationName } from "../../prove/reproduce/variation.ts";
import { withoutCredentials } from "../../source/git/remote-url.ts";
import { goHost } from "../../source/host.ts";
import { withoutSecrets } from "../../secrets.ts";
import type { ReleaseRecord } from "./record-shape.ts";
import { readReleaseRecord } from "./release-record.ts";

/** What somebody released, and how it is made again. */
export interface ReproduceRecordOptions {
  /** A dist folder or a provenance; relative to `dir`. */
  readonly from: string;
  /** Where we were started: a checkout of the project, unless `source` names one. */
  readonly dir: string;
  /** A folder in a checkout, or an address that git clones from. */
  readonly source?: string;
  /** The project file, when the release was made with another one than the project's own. */
  readonly file?: string;
  readonly level: ReproduceLevel;
  readonly names?: readonly VariationName[];
  readonly trace?: boolean;
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly emit: Emit;
}

/**
 * Makes a release again from its own record, with the Go that made it and the time that it saw, and compares every file. Nobody has vouched for
 * the record, and what it names runs hooks here: only a repository that the caller names is cloned, and what is built sees no secrets.
 *
 * @throws SlipwayError `record-invalid`, `usage`, `reproduce-failed`
 */
export async function reproduceRecord(options: ReproduceRecordOptions): Promise<Reproduction> {
  const { signal, level } = options;
  const env = withoutSecrets(options.env);
  const record = await readReleaseRecord(resolve(options.dir, options.from));
  const source = await sourceOf(record, options);
  const base = await rebuildBase(
    {
      env: record.toolchain === "" ? env : { ...env, GOTOOLCHAIN: record.toolchain },
      go: "go",
      original: "",
      now: record.time === 0 ? Date.now() : record.time,
    },
    source,
    { signal, run: runProcess },
  );
  const { os, arch, endianness } = hostNames();
  const host = goHost(os, arch, endianness);
  const tell = (text: string, warn = false): void =>
    options.emit({ type: "message", level: warn ? "warning" : "info", text });
  if (record.leftAside.length > 0)
    tell(`Left aside, since Slipway does not make them yet: ${record.leftAside.join(", ")}`, true);
  const reproduction = await reproduce(base, {
    level,
    // The time is the recorded one.
    names:
      options.names ??
      VARIATIONS.filter(({ name, quick }) => (level === "full" || quick) && name !== "clock").map(({ name }) => name),
    originals: record.files,
    folder: await makeTempFolder("slipway-reproduce"),
    trace: options.trace ?? true,
    hostTarget: `${host.os}/${host.arch}`,
    onProgress: (text) => tell(text),
  });
  if (reproduction.version !== record.version)
    tell(`The rebuild has the version "${reproduction.version}", the release "${record.version}"`, true);
  return reproduction;
}

/** The repository to clone from, with what templates see of it. */
async function sourceOf(record: ReleaseRecord, options: ReproduceRecordOptions): Promise<RebuildSource> {
  const { commit, tag, snapshot, nightly } = record;
  const common = {
    commit,
    branch: "HEAD",
    file: options.file ?? "",
    snapshot,
    nightly,
    skip: [],
    ids: [],
    singleTarget: false,
    project: record.project,
  };
  const asked = options.source ?? options.dir;
  if (options.source !== undefined && /^[a-z+]+:\/\/|^[^/\\]+@[^/\\]+:/.test(options.source))
    return { ...common, repository: options.source, remote: options.source, tag: snapshot ? "" : tag, prefix: "" };
  const folder = realPath(resolve(options.dir, asked)) ?? resolve(options.dir, asked);
  const git = (...args: readonly string[]) =>
    capture(["git", ...args], { cwd: folder, env: options.env, signal: options.signal });
  const top = realPath((await git("rev-parse", "--show-toplevel")).stdout.trim());
  const hasCommit = top !== undefined && (await git("cat-file", "-e", `${commit}^{commit}`)).exitCode === 0;
  if (top === undefined || !hasCommit) {
    throw new SlipwayError("record-invalid", `There is no repository with the commit ${commit.slice(0, 12)} here`, {
      expected: "a checkout of the project that has the commit of the release",
      actual: top === undefined ? `"${folder}" is in no git repository` : `"${top}" does not have it`,
      hint:
        options.source === undefined && record.repository !== ""
          ? `the record names a repository, which nobody has vouched for and whose hooks would run here; if you trust it: --source ${record.repository}`
          : "name one with --source: a folder, or an address that git clones from; git fetch --tags may bring the commit",
    });
  }
  const remote = await git("remote", "get-url", "origin");
  const tagged = tag === "" ? undefined : await git("rev-parse", "--verify", "--quiet", `${tag}^{commit}`);
  return {
    ...common,
    repository: top,
    remote: remote.exitCode === 0 ? withoutCredentials(remote.stdout.trim()) : "",
    tag: tagged?.stdout.trim() === commit ? tag : "",
    prefix: toSlash(relative(top, folder)),
  };
}
