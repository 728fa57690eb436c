import { directoryRemote } from "./directory.ts";
import type { Remote } from "./remote.ts";

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

/**
 * The back end of a remote, loaded only now.
 *
 * @throws RemoteError `refused` when a credential is missing
 */
export async function openRemote(settings: RemoteSettings, _env: RemoteEnv): Promise<Remote> {
  switch (settings.type) {
    case "directory":
      return directoryRemote(settings.path);
    default:
      throw new Error(`Internal error: no remote cache of type ${settings.type}`);
  }
}
