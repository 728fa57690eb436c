import packageJson from "../../../package.json" with { type: "json" };
import type { Reproduction } from "../../prove/reproduce/reproduction.ts";

/** What the predicate of a reproduction is called. */
export const REPRODUCTION_TYPE = "urn:slipway:reproduction:v1";

/**
 * An in-toto statement about the files of a release: reproduced or not, by whom, from what. It is not signed here; any tool that signs statements
 * can (`cosign attest-blob`). It holds no time and nothing of this machine, so that two rebuilders say the same in the same bytes.
 */
export function reproductionStatement(reproduction: Reproduction, source: { readonly repository: string }): object {
  const { files, reproducible, commit, version, level, varied, causes } = reproduction;
  return {
    _type: "https://in-toto.io/Statement/v1",
    subject: files.map(({ name, digest }) => ({ name, digest: { sha256: digest } })),
    predicateType: REPRODUCTION_TYPE,
    predicate: {
      result: reproducible ? "reproduced" : "not-reproduced",
      rebuilder: { name: "slipway", version: packageJson.version },
      source: {
        ...(/^[a-z+]+:\/\//.test(source.repository) ? { uri: `git+${source.repository}` } : {}),
        digest: { gitCommit: commit },
      },
      version,
      level,
      varied,
      files: files.map(({ name, result, rebuilt }) => ({
        name,
        result,
        ...(rebuilt === null ? {} : { rebuilt: { sha256: rebuilt } }),
      })),
      causes: causes.map(({ code, subject, message, variation }) => ({ code, subject, message, variation })),
    },
  };
}
