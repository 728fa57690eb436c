/** Small modules, one for each shape of project that GoReleaser's users have. `record.ts` keeps what GoReleaser makes of them. */
export interface Shape {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  /** Default `v1.2.3`. */
  readonly tag?: string;
  /** It builds for so many platforms that it takes minutes where Go's cache is empty. */
  readonly manyTargets?: boolean;
}
export declare const SHAPES: readonly Shape[];
