/** Small modules, one for each shape of project that GoReleaser's users have. `record.ts` keeps what GoReleaser makes of them. */
export interface Shape {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  /** Default `v1.2.3`. */
  readonly tag?: string;
  /** It builds for so many platforms that it takes minutes where Go's cache is empty. */
  readonly manyTargets?: boolean;
}

const program = (text: string): string => `package main

var (
	version = "dev"
	commit  = "none"
	date    = "unknown"
	builtBy = "hand"
)

func main() { println("${text}", version, commit, date, builtBy) }
`;

const base = (name: string): Record<string, string> => ({
  ".gitignore": "dist/\n",
  "go.mod": `module example.test/${name}\n\ngo 1.21\n`,
  "README.md": `# ${name}\n`,
  LICENSE: "MIT\n",
});

const oneMain = (name: string, config: string, more: Readonly<Record<string, string>> = {}): Shape => ({
  name,
  files: { ...base(name), "main.go": program(name), ".goreleaser.yaml": `version: 2\n${config}`, ...more },
});

const threeMains = (name: string, config: string): Shape => ({
  name,
  files: {
    ...base(name),
    "cmd/api/main.go": program("api"),
    "cmd/worker/main.go": program("worker"),
    "cmd/ctl/main.go": program("ctl"),
    ".goreleaser.yaml": `version: 2\n${config}`,
  },
});

const ONE = "builds:\n  - targets: [linux_amd64]\n";
const TWO = "builds:\n  - targets: [linux_amd64, windows_amd64]\n";

export const SHAPES: readonly Shape[] = [
  { name: "defaults", files: { ...base("defaults"), "main.go": program("defaults") } },
  threeMains(
    "several-mains",
    `builds:
  - { id: api, main: ./cmd/api, binary: api, goos: [linux, darwin], goarch: [amd64, arm64] }
  - { id: worker, main: ./cmd/worker, binary: worker, goos: [linux], goarch: [amd64] }
  - { id: ctl, main: ./cmd/ctl, binary: ctl, goos: [linux, windows], goarch: [amd64] }
archives:
  - { id: servers, ids: [api, worker], name_template: "servers_{{ .Version }}_{{ .Os }}_{{ .Arch }}", allow_different_binary_count: true }
  - { id: ctl, ids: [ctl], name_template: "ctl_{{ .Version }}_{{ .Os }}_{{ .Arch }}", formats: zip }
`,
  ),
  threeMains(
    "one-archive",
    `builds:
  - { id: api, main: ./cmd/api, binary: api, targets: [linux_amd64, windows_amd64] }
  - { id: worker, main: ./cmd/worker, binary: worker, targets: [linux_amd64, windows_amd64] }
  - { id: ctl, main: ./cmd/ctl, binary: tools/ctl, targets: [linux_amd64, windows_amd64] }
`,
  ),
  threeMains("all-mains", "builds:\n  - main: ./...\n    targets: [linux_amd64, darwin_arm64]\n"),
  oneMain(
    "ldflags-list",
    `env: [GREETING=hello]
builds:
  - targets: [linux_amd64, darwin_arm64]
    env: [CGO_ENABLED=0]
    flags: -trimpath
    tags: [netgo, osusergo]
    ldflags:
      - -s -w
      - -X main.version={{ .Version }}
      - -X main.commit={{ .ShortCommit }}
      - -X 'main.builtBy={{ .Env.GREETING }} {{ .Os }}'
`,
  ),
  {
    ...oneMain(
      "micro-architectures",
      `builds:
  - goos: [linux]
    goarch: [amd64, arm, arm64, mips, "386", ppc64le, riscv64]
    goamd64: [v1, v3]
    goarm: ["6", "7"]
    gomips: [softfloat, hardfloat]
    go386: [softfloat]
archives:
  - allow_different_binary_count: true
`,
    ),
    manyTargets: true,
  },
  {
    ...oneMain(
      "many-targets",
      `builds:
  - goos: [linux, windows, darwin, freebsd, openbsd, netbsd, dragonfly, solaris, illumos, plan9, aix]
    goarch: [amd64, arm64, "386", arm, s390x, ppc64]
    ignore:
      - { goos: windows, goarch: "386" }
      - { goos: freebsd, goarch: arm }
`,
    ),
    manyTargets: true,
  },
  oneMain("wasm", "builds:\n  - targets: [js_wasm, wasip1_wasm, linux_amd64]\n"),
  {
    name: "vendored",
    files: {
      ...base("vendored"),
      "go.mod": "module example.test/vendored\n\ngo 1.21\n\nrequire example.test/dep v1.0.0\n",
      "main.go": 'package main\n\nimport "example.test/dep"\n\nfunc main() { println(dep.Name) }\n',
      "vendor/modules.txt": "# example.test/dep v1.0.0\n## explicit; go 1.21\nexample.test/dep\n",
      "vendor/example.test/dep/dep.go": 'package dep\n\nconst Name = "dep"\n',
      ".goreleaser.yaml": `version: 2\n${TWO}`,
    },
  },
  {
    name: "dir",
    files: {
      ".gitignore": "dist/\n",
      "README.md": "# dir\n",
      "service/go.mod": "module example.test/service\n\ngo 1.21\n",
      "service/cmd/run/main.go": program("run"),
      ".goreleaser.yaml":
        "version: 2\nproject_name: service\nbuilds:\n  - dir: service\n    main: ./cmd/run\n    targets: [linux_amd64, windows_amd64]\n",
    },
  },
  oneMain(
    "hooks",
    `before:
  hooks:
    - go version
    - sh -c "mkdir -p generated && echo made > generated/notes.txt"
builds:
  - targets: [linux_amd64, windows_amd64]
    hooks:
      pre: sh -c "echo {{ .Target }} >> generated/targets.txt"
      post:
        - cmd: sh -c "test -f '{{ .Path }}'"
          env: [A=b]
archives:
  - files: [README.md, generated/notes.txt]
`,
    { ".gitignore": "dist/\ngenerated/\n" },
  ),
  oneMain(
    "file-options",
    `${TWO}archives:
  - wrap_in_directory: true
    builds_info: { mode: 0o755, owner: root, group: root }
    files:
      - LICENSE
      - docs/**/*.md
      - { src: "config/*.yaml", dst: etc, strip_parent: true, info: { mode: 0o600 } }
      - { src: scripts/install.sh, dst: install.sh, info: { mode: 0o755 } }
      - { src: "nothing/*" }
`,
    {
      "docs/a.md": "a\n",
      "docs/deep/er/b.md": "b\n",
      "docs/deep/skip.txt": "no\n",
      "config/one.yaml": "1\n",
      "config/two.yaml": "2\n",
      "scripts/install.sh": "#!/bin/sh\n",
    },
  ),
  oneMain(
    "formats",
    `builds:
  - targets: [linux_amd64, windows_amd64, darwin_arm64]
archives:
  - formats: [tar.gz, tar.xz, tar.zst]
    format_overrides:
      - { goos: windows, formats: [zip, tar] }
      - { goos: darwin, formats: zip }
`,
  ),
  oneMain(
    "binaries",
    `${TWO}archives:
  - id: raw
    formats: binary
  - id: packed
    formats: gz
    name_template: "{{ .Binary }}_{{ .Os }}_{{ .Arch }}_packed"
    files: ["none*"]
`,
  ),
  oneMain(
    "universal",
    `builds:
  - targets: [darwin_amd64, darwin_arm64, linux_amd64]
universal_binaries:
  - replace: true
    name_template: "{{ .ProjectName }}-mac"
`,
  ),
  oneMain(
    "universal-kept",
    `builds:
  - targets: [darwin_amd64, darwin_arm64]
universal_binaries:
  - id: both
    ids: [universal-kept]
archives:
  - ids: [both]
`,
  ),
  oneMain("split-checksums", `${TWO}checksum:\n  split: true\n  algorithm: sha512\n`),
  oneMain(
    "checksum-extra",
    `${TWO}checksum:\n  name_template: "SUMS-{{ .Version }}.txt"\n  algorithm: blake2b\n  extra_files:\n    - glob: README.md\n    - { glob: LICENSE, name_template: licence.txt }\n`,
  ),
  oneMain("source", `${ONE}source:\n  enabled: true\n  prefix_template: "{{ .ProjectName }}-{{ .Version }}/"\n`),
  oneMain(
    "source-zip",
    `${ONE}report_sizes: true\ndist: out/made\nsource:\n  enabled: true\n  format: zip\n  name_template: "{{ .ProjectName }}-source"\n`,
    { ".gitignore": "out/\n", "run.sh": "#!/bin/sh\n", "docs/a.md": "a\n" },
  ),
  oneMain(
    "names",
    `${TWO}archives:
  - name_template: >-
      {{ .ProjectName }}_
      {{- title .Os }}_
      {{- if eq .Arch "amd64" }}x86_64
      {{- else if eq .Arch "386" }}i386
      {{- else }}{{ .Arch }}{{ end }}
snapshot:
  version_template: "{{ incpatch .Version }}-next"
`,
  ),
  oneMain(
    "meta",
    `${ONE}archives:\n  - { id: bin, formats: tar.gz }\n  - { id: docs, meta: true, name_template: docs, files: [README.md] }\n`,
  ),
  oneMain(
    "overrides",
    `builds:
  - goos: [linux, windows]
    goarch: [amd64, arm64]
    ignore: [{ goos: windows, goarch: arm64 }]
    binary: "{{ .ProjectName }}-{{ .Os }}"
    mod_timestamp: "{{ .CommitTimestamp }}"
    overrides:
      - { goos: windows, goarch: amd64, goamd64: v1, tags: [special], ldflags: [-s] }
`,
  ),
  threeMains(
    "flat-dist",
    `builds:
  - { id: api, main: ./cmd/api, binary: "api_{{ .Os }}", no_unique_dist_dir: true, targets: [linux_amd64, windows_amd64] }
  - { id: ctl, main: ./cmd/ctl, binary: bin/ctl, targets: [linux_amd64, windows_amd64], skip: "{{ .IsSnapshot }}" }
archives:
  - strip_binary_directory: true
`,
  ),
  oneMain(
    "library",
    'builds:\n  - skip: true\narchives:\n  - { meta: true, name_template: docs, files: [README.md] }\nmetadata:\n  mod_timestamp: "{{ .CommitTimestamp }}"\n',
  ),
];
