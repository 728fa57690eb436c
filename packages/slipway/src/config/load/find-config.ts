/**
 * Where the project file is looked for, first match wins: ours, then every place where GoReleaser looks, in its order
 * (`cmd/config.go`).
 */
export const CONFIG_NAMES: readonly string[] = [
  "slipway.yaml",
  "slipway.yml",
  ".slipway.yaml",
  ".slipway.yml",
  ".config/slipway.yaml",
  ".config/slipway.yml",
  ".config/goreleaser.yml",
  ".config/goreleaser.yaml",
  ".goreleaser.yml",
  ".goreleaser.yaml",
  "goreleaser.yml",
  "goreleaser.yaml",
];

/** Reads a file of the project; `undefined` when there is none. The path is relative to the project's folder or absolute. */
export type ReadText = (path: string) => Promise<string | undefined>;

/** The project file that was found, and those that are there too and are not read. */
export interface FoundConfig {
  readonly name: string;
  readonly text: string;
  readonly others: readonly string[];
}

/** Looks for the project file; `undefined` when there is none. */
export async function findConfig(readText: ReadText): Promise<FoundConfig | undefined> {
  const texts = await Promise.all(CONFIG_NAMES.map((name) => readText(name)));
  const found = CONFIG_NAMES.flatMap((name, index) => {
    const text = texts[index];
    return text === undefined ? [] : [{ name, text }];
  });
  const [first, ...others] = found;
  return first && { ...first, others: others.map((other) => other.name) };
}
