import type { Kind, PlanContext } from "../plan/kind.ts";
import { goJson } from "./record/go-json.ts";
import { runTextFile, textFileTask } from "./record/text-file.ts";

/** `dist/metadata.json`: what is released. Planned before all else, so that it comes first in records. */
export const metadataKind: Kind = { name: "metadata", version: 2, plan: planMetadata, run: runTextFile };

function planMetadata(context: PlanContext): void {
  const { facts, head, config } = context;
  const record = {
    project_name: head.project,
    tag: head.tag,
    previous_tag: facts.git?.previousTag ?? "",
    version: head.version,
    commit: head.commit,
    // The commit's time, where GoReleaser writes the time of the run.
    date: new Date(head.epoch * 1000).toISOString().replace(".000Z", "Z"),
    runtime: { goos: facts.host.os, goarch: facts.host.arch },
    // By this a later run knows the folder for one of ours when the cache no longer tells.
    made_by: "slipway",
  };
  const mtime = context.render(config.metadata.mod_timestamp, ["metadata", "mod_timestamp"]);
  const artifact = { name: "metadata.json", path: "metadata.json", type: "Metadata", extra: {} } as const;
  context.add({
    ...textFileTask("metadata", "metadata.json", { text: goJson(record) }),
    outputs: [{ path: "metadata.json", mode: 0o644, artifact, ...(/^\d+$/u.test(mtime) && { mtime: Number(mtime) }) }],
  });
}
