import { SlipwayError } from "../errors.ts";
import { CONFIG_NAMES, findConfig, type ReadText } from "./load/find-config.ts";

/** What a first config is written from. */
export interface InitFacts {
  readonly projectName: string;
  /** Path of the module. */
  readonly module: string;
  /** The main packages: `.` or `./cmd/api`, and the program's name. */
  readonly mains: readonly { readonly dir: string; readonly name: string }[];
  /** Whether a package of the module uses cgo. */
  readonly cgo: boolean;
}

/** What `init` did. */
export interface InitResult {
  readonly file: string;
  /** Whether `dist/` was added to `.gitignore`. */
  readonly ignoredDist: boolean;
}

/** Where `init` writes. */
export interface InitFiles {
  readonly readText: ReadText;
  readonly writeText: (path: string, text: string) => Promise<void>;
}

/**
 * Writes a first `slipway.yaml` and has git ignore `dist/`.
 *
 * @throws {SlipwayError} `config-exists` when there is a project file already, GoReleaser's included.
 */
export async function initConfig(facts: InitFacts, files: InitFiles): Promise<InitResult> {
  const found = await findConfig(files.readText);
  if (found) {
    throw new SlipwayError("config-exists", `There is a project file already: "${found.name}"`, {
      where: { file: found.name },
      hint: 'Slipway reads it as it is; check it with "slipway check"',
    });
  }
  const file = CONFIG_NAMES[0] ?? "slipway.yaml";
  await files.writeText(file, firstConfig(facts));
  const ignored = (await files.readText(".gitignore")) ?? "";
  const isIgnored = ignored.split("\n").some((line) => /^\/?dist\/?$/u.test(line.trim()));
  if (isIgnored) return { file, ignoredDist: false };
  const separator = ignored === "" || ignored.endsWith("\n") ? "" : "\n";
  await files.writeText(".gitignore", `${ignored}${separator}dist/\n`);
  return { file, ignoredDist: true };
}

/** A short file that says what was found and what one is likely to change. */
export function firstConfig(facts: InitFacts): string {
  const lines = [
    `# What ships from ${facts.module}, and how. "slipway check" checks this file, "slipway plan" shows what it makes.`,
    "version: 2",
    `project_name: ${scalar(facts.projectName)}`,
    "",
    ...buildLines(facts),
    "",
    "archives:",
    "  - formats: [tar.gz]",
    "    format_overrides:",
    "      # People on Windows open zip files. Without these lines, as without this file, they get tar.gz.",
    "      - goos: windows",
    "        formats: [zip]",
    "",
    "changelog:",
    "  sort: asc",
    "  filters:",
    '    exclude: ["^docs:", "^test:"]',
  ];
  return `${lines.join("\n")}\n`;
}

function buildLines(facts: InitFacts): string[] {
  const mains = facts.mains.length > 0 ? facts.mains : [{ dir: ".", name: facts.projectName }];
  const [only] = mains;
  const head =
    mains.length === 1 && only
      ? `# One main package was found: ${only.dir}`
      : `# ${mains.length} main packages were found.`;
  return [head, "builds:", ...mains.flatMap((main) => programLines(main, facts))];
}

function programLines(main: { dir: string; name: string }, facts: InitFacts): string[] {
  const name = main.dir === "." ? facts.projectName : main.name;
  const id =
    facts.mains.filter((other) => other.name === main.name).length > 1 && main.dir !== "."
      ? main.dir.replace(/^\.\//u, "").replaceAll("/", "-")
      : name;
  const cgo = facts.cgo
    ? [
        "    # This module uses cgo: every target needs a C compiler (zig brings all of them).",
        "    env: [CGO_ENABLED=1]",
      ]
    : ["    env: [CGO_ENABLED=0]"];
  return [
    `  - id: ${scalar(id)}`,
    `    main: ${scalar(main.dir)}`,
    `    binary: ${scalar(name)}`,
    ...cgo,
    "    # The same targets as without this file; macOS has no 386.",
    "    goos: [linux, darwin, windows]",
    '    goarch: [amd64, arm64, "386"]',
  ];
}

/** A YAML scalar that is surely text. */
function scalar(text: string): string {
  const isPlain =
    /^[A-Za-z./][\w./-]*$/u.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n|\.|\.nan|\.inf)$/iu.test(text);
  return isPlain ? text : JSON.stringify(text);
}
