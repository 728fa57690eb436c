/** One smoke run of what the user will get. Strings are templates. */
export interface SmokeRun {
  /** Build ids it is for; empty for all. */
  readonly ids: readonly string[];
  /** Targets it is for, `os/arch` with `*` for any; empty for all. */
  readonly targets: readonly string[];
  readonly args: readonly string[];
  readonly stdin: string;
  /** Files made before the run in its folder: name to content. */
  readonly files: Readonly<Record<string, string>>;
  readonly env: readonly string[];
  readonly exit_code: number;
  /** Texts or patterns that must all be in what the program prints. */
  readonly output: readonly string[];
  /** `running`: it must still run at the timeout; `exit`: it must end before. */
  readonly expect: "exit" | "running";
  /** How long to wait, as Go spells durations: `10s`. */
  readonly timeout: string;
  /** Memory of the program and its children together: `1G`. */
  readonly memory: string;
  readonly network: boolean;
}

/** The module's own tests. */
export interface ProveTest {
  /** Package patterns; none means that no tests are run. */
  readonly packages: readonly string[];
  readonly targets: readonly string[];
  readonly flags: readonly string[];
  readonly build_flags: readonly string[];
  /** Templates. */
  readonly env: readonly string[];
  readonly race: boolean;
  readonly cover: boolean;
  readonly timeout: string;
  readonly memory: string;
  readonly retries: number;
  readonly network: boolean;
}

/** The double build. */
export interface ProveReproduce {
  readonly level: "quick" | "full" | "off";
  /** Find what brings a difference about by further rebuilds. */
  readonly trace: boolean;
}

/** Findings of the source checks that are right where they are. */
export interface PortabilityIgnore {
  /** Empty for all. */
  readonly codes: readonly string[];
  /** Patterns; empty for all. */
  readonly files: readonly string[];
  readonly reason: string;
}

/** The source checks. */
export interface ProvePortability {
  /** Whether the section is in the file: then it runs at every level. */
  readonly asked: boolean;
  readonly fail_on: "never" | "error" | "warning";
  readonly ignore: readonly PortabilityIgnore[];
}

/** The `prove` section. */
export interface Prove {
  /** `""`: quick for a snapshot, strict for a release. */
  readonly level: "" | "quick" | "strict" | "off";
  /** Checks that must not be skipped. */
  readonly require: readonly string[];
  readonly smoke: readonly SmokeRun[];
  readonly test: ProveTest;
  readonly reproduce: ProveReproduce;
  readonly portability: ProvePortability;
}
