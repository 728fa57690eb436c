import { isReleased } from "../plan/artifact-group.ts";
import type { Kind, RunContext } from "../plan/kind.ts";
import type { Task } from "../plan/task.ts";
import {
  DIGEST_ALGORITHMS,
  fileDigest,
  isDigestAlgorithm,
  type DigestAlgorithm,
} from "../platform/file/file-digest.ts";
import { readTextIfExists } from "../platform/file/files.ts";

/** Holds the files of a dist folder against its checksum files. */
export const checksumsKind: Kind = {
  name: "checksums",
  version: 1,
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
      },
      outputs: [],
      resources: { cpu: 1, memory: 32 << 20, cost: 1 },
    });
  },
  run: runChecksums,
};

async function runChecksums(task: Task, context: RunContext): Promise<void> {
  const names = task.params["names"] as Readonly<Record<string, string>>;
  let right = 0;
  let wrong = 0;
  for (const sums of task.params["sums"] as readonly string[]) {
    for (const line of ((await readTextIfExists(context.input(sums))) ?? "").split("\n")) {
      const match = /^([0-9a-f]{8,128})(?: [ *](.+))?$/u.exec(line.trimEnd());
      const name = match?.[2] ?? sums.replace(/^.*\//u, "").replace(/\.[^.]+$/u, "");
      const path = names[name];
      if (match === null || path === undefined) continue;
      const actual = await digestLike(match[1]!, path, context);
      if (actual === undefined || actual === match[1]) right += actual === undefined ? 0 : 1;
      else {
        wrong++;
        context.finding({
          code: "checksum-differs",
          severity: "error",
          message: `"${name}" is not the file that ${sums} tells of`,
          artifact: name,
          expected: match[1]!,
          actual,
          hint: "the file was changed or cut after it was made: fetch or make it again",
        });
      }
    }
  }
  const detail =
    wrong > 0 ? `${wrong} files have other bytes than their checksums say` : `${right} files have their checksums`;
  context.check({ check: "checksums", status: wrong > 0 ? "failed" : "passed", subject: "checksums", detail });
}

/** The file's digest in the algorithm that makes digests of this length; nothing for one that nobody here computes. */
async function digestLike(sum: string, path: string, context: RunContext): Promise<string | undefined> {
  if (sum.length === 64) return context.digest(path);
  const name = ({ 32: "md5", 40: "sha1", 56: "sha224", 96: "sha384", 128: "sha512" } as Record<number, string>)[
    sum.length
  ];
  if (name === undefined || !isDigestAlgorithm(name) || !DIGEST_ALGORITHMS.includes(name)) return undefined;
  return fileDigest(context.input(path), name satisfies DigestAlgorithm, context.signal);
}
