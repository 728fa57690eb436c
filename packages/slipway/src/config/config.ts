import type { WasmSection } from "./sections/wasm.ts";
import type { JsonObject } from "../json.ts";
import type { Archive, Checksum, Source } from "./sections/archive.ts";
import type { Build } from "./sections/build.ts";
import type { Changelog } from "./sections/changelog.ts";
import type { GoMod, UniversalBinary, Upx } from "./sections/finish.ts";
import type { Hook } from "./sections/hook.ts";
import type { Git, Metadata, Monorepo, Nightly, TemplateFile } from "./sections/project.ts";
import type { Dylib, WindowsResource } from "./sections/finishing.ts";
import type { PolicySection } from "./sections/policy.ts";
import type { Prove } from "./sections/prove.ts";
import type { CacheSection } from "./sections/cache.ts";
import type { Ci } from "./sections/ci.ts";
import type { Shards } from "./sections/shards.ts";
import type { Release } from "./sections/release.ts";

/**
 * The project file after validation, deprecated keys, includes and defaults.
 *
 * Keys are spelt as in the file. Every field is there: a string that was not said is `""`, a list `[]`, a flag
 * `false`; a list that may be written as one scalar is a list. A switch that may be a template is a string
 * (`""`, `"true"`, `"false"` or a template). Templates are not filled in here: that happens when the plan is made.
 */
export interface Config {
  readonly version: number;
  readonly pro: boolean;
  /** Empty only when nothing tells a name; the plan then refuses. */
  readonly project_name: string;
  readonly dist: string;
  /** `NAME=value` lines. */
  readonly env: readonly string[];
  /** Files with one token each. `~` is the home folder. */
  readonly env_files: { readonly github_token: string; readonly gitlab_token: string; readonly gitea_token: string };
  /** `.Var` of templates. */
  readonly variables: JsonObject;
  readonly git: Git;
  readonly monorepo: Monorepo;
  readonly before: { readonly hooks: readonly Hook[] };
  readonly after: { readonly hooks: readonly Hook[] };
  readonly template_files: readonly TemplateFile[];
  readonly builds: readonly Build[];
  readonly gomod: GoMod;
  readonly universal_binaries: readonly UniversalBinary[];
  readonly upx: readonly Upx[];
  readonly wasm: readonly WasmSection[];
  readonly archives: readonly Archive[];
  readonly source: Source;
  readonly checksum: Checksum;
  readonly changelog: Changelog;
  readonly release: Release;
  readonly snapshot: { readonly version_template: string };
  readonly nightly: Nightly;
  readonly metadata: Metadata;
  readonly report_sizes: boolean;
  readonly partial: { readonly by: "goos" | "target" };
  readonly prove: Prove;
  readonly shards: Shards;
  readonly policy: PolicySection;
  readonly dylibs: readonly Dylib[];
  readonly windows_resources: readonly WindowsResource[];
  readonly ci: Ci;
  readonly cache: CacheSection;
  /** The forge whose token is used when several are set. */
  readonly force_token: "" | "github" | "gitlab" | "gitea";
  /** Sections that are valid but that nothing acts on yet, as written. */
  readonly inert: JsonObject;
}
