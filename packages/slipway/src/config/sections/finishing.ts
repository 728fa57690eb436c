/** One entry of `dylibs`. Empty lists match everything. */
export interface Dylib {
  readonly ids: readonly string[];
  readonly goos: readonly string[];
  readonly goarch: readonly string[];
  /** The file name, as the program asks for it. */
  readonly name: string;
  /** Template of a path from the project's folder; empty when the library is only named. */
  readonly from: string;
  readonly copy: boolean;
  /** Template of the path by which a program must ask; empty for what `copy` implies. */
  readonly path: string;
  readonly rewrite: boolean;
}

/** One entry of `windows_resources`. Strings are templates, `icon` and `manifest` of paths from the project's folder. */
export interface WindowsResource {
  readonly ids: readonly string[];
  readonly goarch: readonly string[];
  readonly icon: string;
  readonly manifest: string;
  readonly version: string;
  readonly strings: Readonly<Record<string, string>>;
}
