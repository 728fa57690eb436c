import { SlipwayError } from "../errors.ts";

/** What the system said about a file that somebody asked for, as an error that names it. */
export function outputFailure(
  error: unknown,
  file: string,
  hint = "name a file in a folder that you may write to",
): SlipwayError {
  const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
  return new SlipwayError("output-not-written", `Cannot write "${file}": ${code}`, {
    hint,
    cause: error,
  });
}
