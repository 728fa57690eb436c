/** The project file after validation and defaults. */
export interface Config {
  readonly project_name?: string;
}
