import { section, text, textMap, texts, toggle, word } from "../words.ts";

/** What `slipway ci` writes. */
export const ci = section("CI", "The workflow that `slipway ci` writes.", {
  system: word(["github", "gitlab", "forgejo", "gitea"], "The CI system.", { default: "github" }),
  slipway: text("What runs Slipway on a machine of the CI system: a command, or the path of a program.", {
    default: "npx --yes slipway@ and this version",
  }),
  runners: textMap(
    "Machines: a target such as `darwin/arm64` to a label of the CI system; `build` for those that build.",
  ),
  go: texts(
    "Go versions that the module's tests run with; the one of go.mod without it. `stable` and `oldstable` are words of setup-go.",
  ),
  builds: texts("`release` and `debug`: how the module's tests are compiled; `release` without it."),
  tests: toggle("Whether the module's tests run on every kind of machine.", { default: true }),
  compare: toggle("Whether a pull request is compared with its base, which is built for it.", { default: true }),
  environment: text("The protected environment of a release.", { default: "release" }),
});
