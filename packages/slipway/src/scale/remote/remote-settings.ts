/** One remote of the config, its templates filled in. What a type has no use for is `""`. */
export interface RemoteSettings {
  readonly type: "directory" | "s3" | "turborepo" | "github" | "reapi";
  /** Absolute. */
  readonly path: string;
  readonly url: string;
  readonly bucket: string;
  readonly region: string;
  readonly prefix: string;
  readonly team: string;
  readonly instance: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Where credentials come from. */
export type RemoteEnv = Readonly<Record<string, string | undefined>>;
