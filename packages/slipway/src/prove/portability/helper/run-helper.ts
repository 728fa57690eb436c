import { SlipwayError } from "../../../errors.ts";
import { buildHelper, goCommandEnvironment, type HelperHost } from "./build-helper.ts";
import type { HelperAnswer, HelperRequest } from "./helper-shapes.ts";

/** What is asked of the helper, without what the host tells. */
export type HelperQuestion = Omit<HelperRequest, "go" | "env">;

/** Bytes of the answer: a project with tens of thousands of exported names on a dozen targets has less. */
const LIMIT = 1 << 30;

/**
 * Asks the helper about a project.
 *
 * @throws SlipwayError `tool-failed` when the helper cannot be built or does not answer
 */
export async function runHelper(question: HelperQuestion, host: HelperHost): Promise<HelperAnswer> {
  const program = await buildHelper(host);
  const env = goCommandEnvironment(host);
  const request: HelperRequest = {
    ...question,
    go: host.toolchain.go,
    env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
  };
  const result = await host.process([program], {
    cwd: question.root,
    // Sources may be newer than the helper's own go.mod, in which aliases have no type parameters.
    env: { ...env, GOGC: "100", GODEBUG: "gotypesalias=1" },
    stdin: JSON.stringify(request),
    keep: LIMIT,
    onOutput: () => undefined,
    ...(host.signal === undefined ? {} : { signal: host.signal }),
  });
  try {
    return JSON.parse(result.stdout) as HelperAnswer;
  } catch (cause) {
    throw new SlipwayError("tool-failed", "The portability helper gave no answer that can be read", {
      output: result.stderr,
      cause,
    });
  }
}
