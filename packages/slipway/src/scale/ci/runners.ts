/** Hosted machines of one CI system. Source: the `actions/runner-images` README (2026-08), GitLab's pages on hosted runners. */
export interface Runners {
  /** Where programs are cross-compiled and packed. */
  readonly build: string;
  /** A machine of the same system and architecture, by target without variant. */
  readonly native: Readonly<Record<string, string>>;
  /** Images of machines that are virtual machines with an image of their own, by label. */
  readonly images?: Readonly<Record<string, string>>;
}

/** GitHub's labels. `ubuntu-24.04` and its kind are fixed names: `-latest` would change under a release. */
export const GITHUB_RUNNERS: Runners = {
  build: "ubuntu-24.04",
  native: {
    "darwin/amd64": "macos-15-intel",
    "darwin/arm64": "macos-15",
    "linux/amd64": "ubuntu-24.04",
    "linux/arm64": "ubuntu-24.04-arm",
    "windows/386": "windows-2025",
    "windows/amd64": "windows-2025",
    "windows/arm64": "windows-11-arm",
  },
};

/**
 * GitLab's tags for its own machines. It has none for Windows on Arm and for Intel Macs, and its Windows machines speak
 * PowerShell, where the jobs are lines of a POSIX shell. Source: GitLab documentation, "Hosted runners on macOS", "Hosted
 * runners on Windows" (supported shell).
 */
export const GITLAB_RUNNERS: Runners = {
  build: "saas-linux-small-amd64",
  native: {
    "darwin/arm64": "saas-macos-medium-m1",
    "linux/amd64": "saas-linux-small-amd64",
    "linux/arm64": "saas-linux-small-arm64",
  },
  images: { "saas-macos-medium-m1": "macos-15-xcode-16" },
};

/** Forgejo and Gitea have the machines that somebody registered: `docker` is the label of the runner's own documentation. */
export const FORGEJO_RUNNERS: Runners = { build: "docker", native: {} };
