import { RULES } from "../../../binary/policy/all-rules.ts";
import { flag, list, section, text, texts, word } from "../words.ts";

/** How much each rule matters. */
const rules = section(
  "PolicyRules",
  "How much each rule matters: `error` stops what is made of the program, `off` does not look.",
  Object.fromEntries(
    RULES.map((rule) => [
      rule.code,
      word(["error", "warning", "notice", "off"], `${rule.about}.`, { default: rule.severity }),
    ]),
  ),
);

const minimumOs = section("MinimumOs", "The oldest systems that must run the programs.", {
  darwin: text("macOS.", { examples: ["12.0"] }),
  ios: text("iOS."),
  windows: text("Windows, by the number in the header.", { examples: ["6.1", "10.0"] }),
});

/** What holds for all programs, and in `targets` for some. */
const limits = {
  rules,
  symbols: texts("Symbols that no program may use, for example `_MTLCopyAllDevices`."),
  libraries: texts("Libraries that may be loaded beside those of the system; `*` stands for anything."),
  minimum_os: minimumOs,
  glibc: text("The oldest glibc that must run the programs.", { examples: ["2.17"] }),
  libc: word(["static", "musl", "gnu"], "The C library that programs for Linux load.", { default: "as built" }),
  max_size: text("The largest file, for example `20MB`."),
  max_memory: text("The most memory that a program maps before anything runs."),
  arm64_only: flag("No code for Intel Macs, which Rosetta would run."),
  wasm_imports: texts("What the WebAssembly host gives beside Go's own, `module.name` with `*`."),
  wasm_features: texts("WebAssembly features that the hosts have beside those of version 2.0."),
};

/** Other rules for the programs that match. */
const policyTarget = section("PolicyTarget", "Other rules for the programs that match; empty keys match everything.", {
  ids: texts("Builds."),
  goos: texts("Operating systems."),
  goarch: texts("Architectures."),
  ...limits,
});

/** Rules for what may be shipped. */
export const policy = section("Policy", "Rules for what may be shipped.", {
  ...limits,
  targets: list(
    policyTarget,
    "Other rules for some programs; all entries that match hold, later ones over earlier ones.",
  ),
});
