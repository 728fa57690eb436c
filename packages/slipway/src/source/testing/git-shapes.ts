import type { Step } from "./repository.ts";
import { MODULE } from "./repository.ts";

/** A shape of a repository, and what it is asked with. */
export interface GitShape {
  readonly name: string;
  readonly steps: readonly Step[];
  /** Extra environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Keys of the `git` section. */
  readonly git?: {
    readonly tag_sort?: string;
    readonly prerelease_suffix?: string;
    readonly ignore_tags?: readonly string[];
  };
  readonly snapshot?: boolean;
  readonly snapshotTemplate?: string;
  readonly projectName?: string;
  readonly releaseDisabled?: boolean;
}

const REMOTE: Step = { git: ["remote", "add", "origin", "https://user:secret@git.example.test/owner/widget.git"] };
const INIT: readonly Step[] = [{ git: ["init", "-q", "-b", "main"] }, REMOTE, ...MODULE];
const ONE: readonly Step[] = [...INIT, { commit: "feat: first" }];

/** Shapes whose results under GoReleaser are recorded in `testdata/git-shapes.json`. */
export const GIT_SHAPES: readonly GitShape[] = [
  { name: "lightweight tag at head", steps: [...ONE, { tag: "v1.2.3" }] },
  {
    name: "annotated tag with body",
    steps: [...ONE, { tag: "v1.0.0", message: "The first\n\nWith a body\nof two lines" }],
  },
  { name: "tag without v", steps: [...ONE, { tag: "2.0.1" }] },
  { name: "short tag", steps: [...ONE, { tag: "v3" }] },
  { name: "prerelease with build", steps: [...ONE, { tag: "v1.2.3-rc.1+build.5" }] },
  { name: "leading zero", steps: [...ONE, { tag: "v01.02.03" }] },
  { name: "tag is not semver", steps: [...ONE, { tag: "nightly" }] },
  { name: "tag is not semver, snapshot", snapshot: true, steps: [...ONE, { tag: "nightly" }] },
  { name: "previous tag", steps: [...ONE, { tag: "v1.0.0" }, { commit: "fix: second" }, { tag: "v1.0.1" }] },
  {
    name: "several tags at head",
    steps: [
      ...ONE,
      { tag: "v0.9.0" },
      { commit: "fix: second" },
      { tag: "v1.0.0-rc.1" },
      { tag: "v1.0.0" },
      { tag: "v1.0.0-beta.2" },
    ],
  },
  {
    name: "several tags at head, prerelease suffix",
    git: { prerelease_suffix: "-" },
    steps: [
      ...ONE,
      { tag: "v0.9.0" },
      { commit: "fix: second" },
      { tag: "v1.0.0-rc.1" },
      { tag: "v1.0.0" },
      { tag: "v1.0.0-beta.2" },
    ],
  },
  {
    name: "several tags, by date",
    git: { tag_sort: "-version:creatordate" },
    steps: [...ONE, { tag: "v0.2.0", message: "a" }, { tag: "v0.1.0", message: "b" }],
  },
  {
    name: "ignored tags",
    git: { ignore_tags: ["nightly", "{{ .Env.OTHER_TAG }}"] },
    env: { OTHER_TAG: "v9.9.9" },
    steps: [...ONE, { tag: "v1.0.0" }, { tag: "v9.9.9" }, { tag: "nightly" }],
  },
  {
    name: "ignored previous tag",
    git: { ignore_tags: ["v1.1.0"] },
    steps: [...ONE, { tag: "v1.0.0" }, { commit: "a" }, { tag: "v1.1.0" }, { commit: "b" }, { tag: "v1.2.0" }],
  },
  { name: "head after tag", steps: [...ONE, { tag: "v1.0.0" }, { commit: "fix: later" }] },
  { name: "head after tag, snapshot", snapshot: true, steps: [...ONE, { tag: "v1.0.0" }, { commit: "fix: later" }] },
  {
    name: "head after two tags, snapshot",
    snapshot: true,
    snapshotTemplate: "{{ incpatch .Version }}-next+{{ .ShortCommit }}",
    steps: [...ONE, { tag: "v1.0.0" }, { commit: "a" }, { tag: "v1.1.0", message: "Second" }, { commit: "b" }],
  },
  { name: "no tag", steps: ONE },
  { name: "no tag, snapshot", snapshot: true, steps: ONE },
  { name: "no commit", steps: INIT },
  { name: "no commit, snapshot", snapshot: true, steps: INIT },
  { name: "no repository", steps: MODULE },
  { name: "no repository, snapshot", snapshot: true, steps: MODULE },
  { name: "untracked file", steps: [...ONE, { tag: "v1.0.0" }, { write: "new.txt", text: "x" }] },
  {
    name: "untracked file, snapshot",
    snapshot: true,
    steps: [...ONE, { tag: "v1.0.0" }, { write: "new.txt", text: "x" }],
  },
  {
    name: "changed file, snapshot",
    snapshot: true,
    steps: [...ONE, { tag: "v1.0.0" }, { write: "main.go", text: "package main\n\nfunc main() { println() }\n" }],
  },
  { name: "detached head", steps: [...ONE, { tag: "v1.0.0" }, { commit: "b" }, { git: ["checkout", "-q", "v1.0.0"] }] },
  { name: "on a branch", steps: [...ONE, { git: ["checkout", "-q", "-b", "feature/x"] }, { tag: "v1.0.0" }] },
  {
    name: "merge",
    steps: [
      ...ONE,
      { tag: "v1.0.0" },
      { git: ["checkout", "-q", "-b", "side"] },
      { write: "side.txt", text: "x" },
      { git: ["add", "side.txt"] },
      { git: ["commit", "-q", "-m", "side"] },
      { tag: "v1.5.0" },
      { git: ["checkout", "-q", "main"] },
      { commit: "main" },
      { git: ["merge", "-q", "--no-ff", "-m", "merge", "side"] },
      { tag: "v2.0.0" },
    ],
  },
  {
    name: "current tag from the environment",
    env: { GORELEASER_CURRENT_TAG: "v1.0.0" },
    steps: [...ONE, { tag: "v1.0.0" }, { tag: "v1.1.0" }],
  },
  {
    name: "current tag that does not exist, snapshot",
    snapshot: true,
    env: { GORELEASER_CURRENT_TAG: "v7.0.0" },
    steps: ONE,
  },
  { name: "current tag that does not exist", env: { GORELEASER_CURRENT_TAG: "v7.0.0" }, steps: ONE },
  {
    name: "previous tag from the environment",
    env: { GORELEASER_PREVIOUS_TAG: "v0.0.7" },
    steps: [...ONE, { tag: "v1.0.0" }],
  },
  {
    name: "v2 module",
    steps: [
      ...ONE.slice(0, -1),
      { write: "go.mod", text: "module example.test/owner/hello/v2\n\ngo 1.21\n" },
      { commit: "a" },
      { tag: "v2.0.0" },
    ],
  },
  {
    name: "cargo name",
    steps: [...INIT, { write: "Cargo.toml", text: '[package]\nname = "crate"\n' }, { commit: "a" }, { tag: "v1.0.0" }],
  },
  { name: "release disabled", releaseDisabled: true, steps: [...ONE, { tag: "v1.0.0" }] },
  {
    name: "v2 module, release disabled",
    releaseDisabled: true,
    steps: [
      ...INIT,
      { write: "go.mod", text: "module example.test/owner/hello/v2\n\ngo 1.21\n" },
      { commit: "a" },
      { tag: "v2.0.0" },
    ],
  },
  { name: "name from the config", projectName: "named", steps: [...ONE, { tag: "v1.0.0" }] },
  {
    name: "name from the remote",
    steps: [{ git: ["init", "-q", "-b", "main"] }, REMOTE, { commit: "a" }, { tag: "v1.0.0" }],
  },
  {
    name: "ssh remote",
    steps: [
      { git: ["init", "-q", "-b", "main"] },
      { git: ["remote", "add", "origin", "git@git.example.test:group/sub/tool.git"] },
      { commit: "a" },
      { tag: "v1.0.0" },
    ],
  },
  {
    name: "workspace",
    steps: [
      { git: ["init", "-q", "-b", "main"] },
      REMOTE,
      { write: "go.work", text: "go 1.21\n\nuse (\n\t./one\n\t./two\n)\n" },
      { write: "one/go.mod", text: "module example.test/one\n\ngo 1.21\n" },
      { write: "one/main.go", text: "package main\n\nfunc main() {}\n" },
      { write: "two/go.mod", text: "module example.test/two\n\ngo 1.21\n" },
      { write: "two/two.go", text: "package two\n" },
      { commit: "a" },
      { tag: "v1.0.0" },
    ],
    projectName: "ws",
  },
];
