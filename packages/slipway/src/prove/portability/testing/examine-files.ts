import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { readFacts } from "../../../library/read-facts.ts";
import { runProcess } from "../../../platform/process/process.ts";
import { examinePortability } from "../examine-portability.ts";
import type { PortabilityReport } from "../portability-report.ts";
import { plainTarget } from "../portability-targets.ts";

/** The report on a module whose files are given. `programs` are the folders of those that are built; empty for all. */
export async function examineFiles(
  files: Readonly<Record<string, string>>,
  targets: readonly string[],
  cgo = false,
  programs: readonly string[] = [],
): Promise<PortabilityReport> {
  const root = mkdtempSync(path.join(os.tmpdir(), "slipway-portability-"));
  try {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      writeFileSync(path.join(root, file), text);
    }
    const facts = await readFacts(root, { env: process.env });
    if (facts.toolchain === undefined) throw new Error("these tests need Go");
    return await examinePortability(
      {
        root: facts.root,
        module: facts.module?.path ?? "",
        targets: targets.map((name) => {
          const [system = "", arch = ""] = name.split("/");
          const target = { ...plainTarget({ os: system, arch }), programs };
          return cgo ? { ...target, cgo, env: { ...target.env, CGO_ENABLED: "1" } } : target;
        }),
        own: [facts.root],
        folders: [],
        files: [],
        ignore: [],
        parallel: 2,
      },
      { toolchain: facts.toolchain, env: facts.env, goEnv: {}, process: runProcess },
    );
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
