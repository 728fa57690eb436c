import type { Raw } from "../schema/project-file.ts";
import type { Metadata, Nightly } from "../sections/project.ts";
import { textOf } from "./release.ts";

/** Version of a nightly that names none. */
export const NIGHTLY_VERSION = "{{ incpatch .Version }}-{{ .ShortCommit }}-nightly";

/** The `nightly` section. */
export function nightlyOf(raw: NonNullable<Raw["nightly"]> = {}, draft: boolean): Nightly {
  return {
    version_template: raw.version_template || NIGHTLY_VERSION,
    tag_name: raw.tag_name || "nightly",
    publish_release: raw.publish_release ?? false,
    keep_single_release: raw.keep_single_release ?? false,
    draft: raw.draft ?? draft,
  };
}

/** The `metadata` section. */
export function metadataOf(raw: NonNullable<Raw["metadata"]> = {}): Metadata {
  return {
    mod_timestamp: raw.mod_timestamp ?? "",
    maintainers: raw.maintainers ?? [],
    license: raw.license ?? "",
    homepage: raw.homepage ?? "",
    description: raw.description ?? "",
    full_description: textOf(raw.full_description),
    commit_author: { name: raw.commit_author?.name ?? "", email: raw.commit_author?.email ?? "" },
  };
}
