/** Runners of GitHub Actions whose system and architecture are those of a target. */
const NATIVE: Readonly<Record<string, string>> = {
  "darwin/all": "macos-15",
  "darwin/amd64": "macos-15-intel",
  "darwin/arm64": "macos-15",
  "linux/arm64": "ubuntu-24.04-arm",
  "windows/386": "windows-2025",
  "windows/amd64": "windows-2025",
  "windows/arm64": "windows-11-arm",
};

/** How programs of a target that cannot run here would be run: the CI job that proves a dist folder made here, or the shards of one. */
export function nativeJob({ os, arch }: { readonly os: string; readonly arch: string }): string {
  const runner = NATIVE[`${os}/${arch}`];
  // Where no CI service has machines, one command for a system says it of all its architectures at once.
  if (runner === undefined) {
    return `run \`slipway prove dist --target '${os}/*'\` on such machines, or over shards \`slipway merge --prove ${os}/ARCH --out DIR SHARDS...\``;
  }
  const target = `${os}/${arch}`;
  return `a CI job on ${runner} runs \`slipway prove dist --target ${target}\`, or over shards \`slipway merge --prove ${target} --out DIR SHARDS...\``;
}
