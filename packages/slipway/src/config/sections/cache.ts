/** The `cache` section: where machines share what they made. */
export interface CacheSection {
  /** Public keys whose entries count, templates. */
  readonly trusted: readonly string[];
  /** Bytes of a file that is shared at most: `500M`. */
  readonly max_size: string;
  /** Go duration that a run may be held up by remotes beyond half of what they save. */
  readonly max_wait: string;
  readonly remotes: readonly CacheRemote[];
}

/** The protocols that are spoken. */
export type CacheRemoteType = "directory" | "s3" | "turborepo" | "github" | "reapi";

/** One remote cache. Strings are templates; what a type has no use for is `""`. */
export interface CacheRemote {
  readonly type: CacheRemoteType | "";
  /** `""`: written outside of pull requests. */
  readonly mode: "" | "read" | "read-write";
  /** Folder of a `directory`. */
  readonly path: string;
  /** Address of a server. */
  readonly url: string;
  readonly bucket: string;
  readonly region: string;
  /** Before the name of every object. */
  readonly prefix: string;
  readonly team: string;
  readonly instance: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Go duration that one request may take. */
  readonly timeout: string;
}
