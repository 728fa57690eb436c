import type { Finding } from "../../../findings.ts";
import type { Facts } from "../../../source/facts.ts";

/** Ambient variables that change what any build makes. */
const CHANGES_BYTES =
  /^(?:GOFLAGS|GOENV|GOOS|GOARCH|GO386|GOAMD64|GOARM|GOARM64|GOMIPS|GOMIPS64|GOPPC64|GORISCV64|GOWASM|GOEXPERIMENT|GOFIPS140|GO111MODULE|GOWORK|GOROOT|CGO_ENABLED)$/;

/** Ambient variables that change what a build with cgo makes. */
const CHANGES_CGO =
  /^(?:CC|CXX|FC|AR|PKG_CONFIG|PKG_CONFIG_PATH|PKG_CONFIG_LIBDIR|SDKROOT|MACOSX_DEPLOYMENT_TARGET|GCCGO|C_INCLUDE_PATH|CPLUS_INCLUDE_PATH|CPATH|LIBRARY_PATH|CGO_.+)$/;

/** Names that only a toolchain's own build reads; people set them and wonder. */
const NOT_READ_BY_GO =
  /^(?:CC|CXX)_(?:FOR_.+|386|amd64|arm|arm64|loong64|mips.*|ppc64.*|riscv64|s390x|linux.*|darwin.*|windows.*)$/;

/**
 * Says which variables around us would have changed the build and are kept out of it, unless `named` (what the config
 * sets) has them.
 */
export function ambientFindings(facts: Facts, named: ReadonlySet<string>, cgo: boolean): Finding[] {
  const findings: Finding[] = [];
  const sources = [
    ["the environment", facts.env],
    ["Go's environment file", facts.goEnv],
  ] as const;
  for (const [source, variables] of sources) {
    for (const name of Object.keys(variables).sort()) {
      const value = variables[name];
      if (!value || named.has(name)) continue;
      if (!CHANGES_BYTES.test(name) && !(cgo && CHANGES_CGO.test(name))) continue;
      // Pointing the file elsewhere is how a test or a CI job isolates itself, and none is read anyway.
      if (name === "GOENV" && value === "off") continue;
      findings.push({
        code: "ambient-variable-ignored",
        severity: "notice",
        message: `${name} in ${source} is not used: builds take only what the config names`,
        actual: `${name}=${value}`,
        // Templates see the environment, not Go's file.
        hint: `To use it, write it in the config: env: ["${name}=${variables === facts.env ? `{{ .Env.${name} }}` : value}"]`,
      });
    }
  }
  return findings;
}

/** Says which variables `go build` does not read although their names look like it. */
export function unreadVariableFindings(names: Iterable<string>, where: string): Finding[] {
  const findings: Finding[] = [];
  for (const name of [...names].sort()) {
    if (!NOT_READ_BY_GO.test(name)) continue;
    const key = name.startsWith("CXX") ? "CXX" : "CC";
    findings.push({
      code: "variable-not-read",
      severity: "warning",
      message: `${name} in ${where} has no effect: only the build of Go itself reads it, go build does not`,
      expected: key,
      actual: name,
      hint: `Set ${key} in builds.env, for one target with builds.overrides[].env: ["${key}=..."]`,
    });
  }
  return findings;
}
