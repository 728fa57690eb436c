import type { Raw } from "../schema/project-file.ts";
import type { Prove, ProveTest } from "../sections/prove.ts";

/** The `prove` section. */
export function proveOf(raw: NonNullable<Raw["prove"]> = {}): Prove {
  return {
    level: raw.level ?? "",
    require: raw.require ?? [],
    smoke: (raw.smoke ?? []).map((run) => ({
      ids: run.ids ?? [],
      targets: run.targets ?? [],
      args: run.args ?? [],
      stdin: run.stdin ?? "",
      files: run.files ?? {},
      env: run.env ?? [],
      exit_code: run.exit_code ?? 0,
      output: run.output ?? [],
      expect: run.expect ?? "exit",
      timeout: run.timeout || (run.expect === "running" ? "3s" : "10s"),
      memory: run.memory || "1G",
      network: run.network ?? false,
    })),
    test: testOf(raw.test),
    reproduce: { level: raw.reproduce?.level ?? "quick", trace: raw.reproduce?.trace ?? false },
    portability: {
      asked: raw.portability !== undefined,
      fail_on: raw.portability?.fail_on ?? "never",
      ignore: (raw.portability?.ignore ?? []).map((entry) => ({
        codes: entry.codes ?? [],
        files: entry.files ?? [],
        reason: entry.reason ?? "",
      })),
    },
  };
}

/** `prove.test`. A section that is there and names no packages means all of them. */
function testOf(raw: NonNullable<Raw["prove"]>["test"]): ProveTest {
  return {
    packages: raw?.packages ?? (raw === undefined ? [] : ["./..."]),
    targets: raw?.targets ?? [],
    flags: raw?.flags ?? [],
    build_flags: raw?.build_flags ?? [],
    env: raw?.env ?? [],
    race: raw?.race ?? false,
    cover: raw?.cover ?? false,
    timeout: raw?.timeout || "10m",
    memory: raw?.memory || "2G",
    retries: raw?.retries ?? 0,
    network: raw?.network ?? false,
  };
}
