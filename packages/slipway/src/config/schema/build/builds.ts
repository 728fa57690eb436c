import { buildHookConfig } from "./hooks.ts";
import { flag, flags, list, oneOrMore, section, text, textOrNumber, texts, toggle, word } from "../words.ts";

/** Other settings for the targets that match. */
export const buildOverride = section("BuildDetailsOverride", "Other settings for the targets that match.", {
  goos: text("Operating system."),
  goarch: text("Architecture."),
  goamd64: text(),
  go386: textOrNumber(),
  goarm64: text(),
  goarm: textOrNumber(),
  gomips: text(),
  goppc64: text(),
  goriscv64: text(),
  buildmode: word(
    ["c-archive", "c-shared", "pie", "wheel", "sdist", "archive", "exe", "plugin", "shared", "default"],
    "Kind of program or library, as `-buildmode`.",
  ),
  ldflags: oneOrMore(text(), "Linker flags; templates."),
  tags: flags("Build tags; templates."),
  flags: flags("Flags of the build; templates."),
  asmflags: oneOrMore(text(), "Assembler flags; templates."),
  gcflags: oneOrMore(text(), "Compiler flags; templates."),
  env: texts("More variables, `NAME=value`; templates."),
  cc_wrapper: word(["ccache", "sccache"], "Runs the C compiler through a cache."),
  libc: text("C library of cgo programs for Linux: `musl`, `gnu`, `gnu.2.17`."),
  debug: word(
    ["split"],
    "`split` keeps symbols and DWARF in a file of its own beside the stripped program (ELF, Mach-O).",
  ),
});

/** Targets to leave out; empty keys match everything. */
export const ignoredBuild = section("IgnoredBuild", "Targets to leave out; empty keys match everything.", {
  goos: textOrNumber("Operating system."),
  goarch: textOrNumber("Architecture."),
  goamd64: textOrNumber(),
  go386: textOrNumber(),
  goarm: textOrNumber(),
  goarm64: textOrNumber(),
  gomips: textOrNumber(),
  goppc64: textOrNumber(),
  goriscv64: textOrNumber(),
});

/** Programs that something else has built. */
export const preBuiltOptions = section("PreBuiltOptions", "Programs that something else has built.", {
  path: text("Path of each target's program; template."),
});

/** A program and the targets it is built for. */
export const build = section("Build", "A program and the targets it is built for.", {
  id: text("Name that other sections use for this build.", { default: "the project name" }),
  goos: texts("Operating systems of the matrix.", { default: "linux, darwin, windows" }),
  goarch: list(textOrNumber(), "Architectures of the matrix.", { default: "amd64, arm64, 386" }),
  goamd64: texts("Levels of amd64.", { default: "v1" }),
  go386: texts("Floating point of 386.", { default: "sse2" }),
  goarm: list(textOrNumber(), "Versions of arm; `7,softfloat` names the ABI too.", { default: "6" }),
  goarm64: texts("Versions of arm64.", { default: "v8.0" }),
  gomips: texts("Floating point of mips.", { default: "hardfloat" }),
  goppc64: texts("Levels of ppc64.", { default: "power8" }),
  goriscv64: texts("Profiles of riscv64.", { default: "rva20u64" }),
  targets: texts("Targets in place of the matrix, for example `linux_arm64`; `go_first_class` stands for a set."),
  ignore: list(ignoredBuild, "Targets of the matrix that are left out."),
  dir: text("Folder that the build runs in.", { default: "." }),
  main: text("Package to build, from `dir`.", { default: "." }),
  binary: text("Name of the program; template.", { default: "the project name" }),
  hooks: buildHookConfig,
  builder: word(["go", "rust", "zig", "bun", "deno", "node", "uv", "poetry", "prebuilt"], "What builds it.", {
    default: "go",
  }),
  mod_timestamp: text("Time of the program file; template."),
  skip: toggle("Leave this build out."),
  tool: text("The Go command, or another that takes its flags (`tinygo`); template.", { default: "go" }),
  command: text("Verb of the Go command.", { default: "build" }),
  no_unique_dist_dir: toggle("Put programs into dist without a folder per target."),
  no_main_check: flag("Do not look for a main function first."),
  buildmode: word(
    ["c-archive", "c-shared", "pie", "wheel", "sdist", "archive", "exe", "plugin", "shared", "default"],
    "Kind of program or library, as `-buildmode`.",
  ),
  ldflags: oneOrMore(text(), "Linker flags; templates.", {
    default:
      "-s -w -X main.version={{.Version}} -X main.commit={{.Commit}} -X main.date={{.CommitDate}} -X main.builtBy=slipway",
  }),
  tags: flags("Build tags; templates."),
  flags: flags("Flags of the build; templates.", { default: "-trimpath" }),
  asmflags: oneOrMore(text(), "Assembler flags; templates."),
  gcflags: oneOrMore(text(), "Compiler flags; templates."),
  env: texts("More variables, `NAME=value`; templates."),
  overrides: list(buildOverride, "Other settings for some targets."),
  gobinary: text(undefined, { deprecated: "tool" }),
  prebuilt: preBuiltOptions,
  cc_wrapper: word(["ccache", "sccache"], "Runs the C compiler through a cache."),
  libc: text("C library of cgo programs for Linux: `musl`, `gnu`, `gnu.2.17`."),
  debug: word(
    ["split"],
    "`split` keeps symbols and DWARF in a file of its own beside the stripped program (ELF, Mach-O).",
  ),
  packages: texts("Package patterns for `buildmode: archive`."),
});
