/** What defaults are made from beside the file. */
export interface DefaultsFacts {
  /** The project's name by the names in the file, for example `projectName` of `source/` with its facts. */
  readonly projectName: (names: { project_name?: string; repositories: readonly string[] }) => string | undefined;
  /** The main packages: `dir` relative to the project's folder, `.` or `./cmd/api`. */
  readonly mains: readonly { readonly dir: string; readonly name: string }[];
  readonly env: Readonly<Record<string, string>>;
  /** Whether there is a project file; without one every main package is a program. */
  readonly hasFile: boolean;
}
