import { flag, flags, section, text, texts, whole } from "../../words.ts";

/** The module's own tests on every platform. */
export const proveTest = section("ProveTest", "The module's own tests, on every target that can be run.", {
  packages: texts("Package patterns.", { examples: ["./..."] }),
  targets: texts("Targets, `os/arch` with `*` for any; those of the builds without it."),
  flags: flags("Flags for the test programs, such as `-test.short`; a short form without `test.` does."),
  build_flags: flags("Flags for `go test -c`, such as `-tags=integration`."),
  env: texts("More variables of the tests, `NAME=value`; templates."),
  race: flag("Build with the race detector where it exists."),
  cover: flag("Measure coverage on every target and merge it into `coverage.out`."),
  timeout: text("How long one package may take.", { default: "10m" }),
  memory: text("Memory that one package's tests may take.", { default: "2G" }),
  retries: whole("How often a failing package is tried again; what then passes is reported as flaky.", { default: 0 }),
  network: flag("Let the tests reach the network."),
});
