import { isReleased } from "../plan/artifact-group.ts";
import type { JsonObject } from "../json.ts";
import type { Kind, RunContext } from "../plan/kind.ts";
import type { Task } from "../plan/task.ts";
import { digestLength, fileDigest, isDigestAlgorithm, type DigestAlgorithm } from "../platform/file/file-digest.ts";
import { readTextIfExists } from "../platform/file/files.ts";

/** Holds the files of a dist folder against its checksum files. */
export const checksumsKind: Kind = {
  name: "checksums",
  version: 2,
  plan(context) {
    const sums = context.artifacts.filter(({ type }) => type === "Checksum");
    const released = context.artifacts.filter((each) => isReleased(each) && each.type !== "Checksum");
    if (sums.length === 0 || released.length === 0) return;
    context.add({
      id: "checksums:all",
      kind: "checksums",
      stage: "prove",
      title: "hold files against their checksums",
      needs: [...new Set([...sums, ...released].map(({ task }) => task))],
      inputs: [...new Set([...sums, ...released].map(({ path }) => path))],
      params: {
        sums: sums.map(({ path }) => path),
        names: Object.fromEntries(released.map(({ name, path }) => [name, path])),
        algorithms: Object.fromEntries(released.map(({ name, extra }) => [name, algorithmOf(extra)])),
        // For a record that does not say.
        algorithm: context.config.checksum.algorithm,
      },
      outputs: [],
      resources: { cpu: 1, memory: 32 << 20, cost: 1 },
    });
  },
  run: runChecksums,
};

/** What the record says that a file's checksum was computed with: `Checksum` is `algorithm:digest`. */
function algorithmOf(extra: JsonObject): string {
  const sum = extra["Checksum"];
  return typeof sum === "string" && sum.includes(":") ? sum.slice(0, sum.indexOf(":")) : "";
}

async function runChecksums(task: Task, context: RunContext): Promise<void> {
  const { sums, names } = task.params as Params;
  const right = new Set<string>();
  const wrong = new Set<string>();
  const unknown = new Set<string>();
  for (const file of sums) {
    for (const line of ((await readTextIfExists(context.input(file))) ?? "").split("\n")) {
      const match = /^([0-9a-f]{8,128})(?: [ *](.+))?$/u.exec(line.trimEnd());
      const name = match?.[2] ?? file.replace(/^.*\//u, "").replace(/\.[^.]+$/u, "");
      const path = names[name];
      if (match === null || path === undefined) continue;
      const expected = match[1]!;
      const algorithm = chooseAlgorithm(expected, name, task.params as Params);
      if (algorithm === undefined) {
        unknown.add(name);
        continue;
      }
      const actual =
        algorithm === "sha256"
          ? context.digest(path)
          : await fileDigest(context.input(path), algorithm, context.signal);
      if (actual === expected) right.add(name);
      else {
        wrong.add(name);
        context.finding({
          code: "checksum-differs",
          severity: "error",
          message: `"${name}" is not the file that ${file} tells of`,
          artifact: name,
          expected,
          actual,
          hint: "the file was changed or cut after it was made: fetch or make it again",
        });
      }
    }
  }
  const unlisted = Object.keys(names).filter((name) => !right.has(name) && !wrong.has(name) && !unknown.has(name));
  const rest = [
    ...(unknown.size === 0 ? [] : [`${counted(unknown.size)} by an algorithm that is not known here`]),
    ...(unlisted.length === 0 ? [] : [`${counted(unlisted.length)} in no checksum file`]),
  ];
  const status = wrong.size > 0 ? "failed" : right.size > 0 ? "passed" : "skipped";
  const said =
    wrong.size > 0
      ? [`other bytes than the checksums say: ${counted(wrong.size)}`]
      : right.size > 0
        ? [`the bytes that the checksums say: ${counted(right.size)}`]
        : [];
  context.check({ check: "checksums", status, subject: "checksums", detail: [...said, ...rest].join("; ") });
}

interface Params extends JsonObject {
  readonly sums: readonly string[];
  readonly names: Readonly<Record<string, string>>;
  readonly algorithms: Readonly<Record<string, string>>;
  readonly algorithm: string;
}

const LENGTHS: Readonly<Record<number, DigestAlgorithm>> = {
  8: "crc32",
  32: "md5",
  40: "sha1",
  56: "sha224",
  64: "sha256",
  96: "sha384",
  128: "sha512",
};

/** What a digest was made with: what the record says, else the config, else what people use for that length. */
function chooseAlgorithm(digest: string, name: string, params: Params): DigestAlgorithm | undefined {
  const said = params.algorithms[name];
  if (said) return isDigestAlgorithm(said) ? said : undefined;
  const configured = params.algorithm;
  return isDigestAlgorithm(configured) && digestLength(configured) === digest.length
    ? configured
    : LENGTHS[digest.length];
}

function counted(files: number): string {
  return files === 1 ? "1 file" : `${files} files`;
}
