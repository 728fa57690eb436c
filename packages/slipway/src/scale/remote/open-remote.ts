import { directoryRemote } from "./directory.ts";
import type { RemoteEnv, RemoteSettings } from "./remote-settings.ts";
import type { Remote } from "./remote.ts";

/**
 * The back end of a remote, loaded only now.
 *
 * @throws RemoteError `refused` when a credential is missing
 */
export async function openRemote(settings: RemoteSettings, env: RemoteEnv): Promise<Remote> {
  switch (settings.type) {
    case "directory":
      return directoryRemote(settings.path);
    case "s3":
      return (await import("./s3.ts")).s3Remote(settings, env);
    case "turborepo":
      return (await import("./turborepo.ts")).turborepoRemote(settings, env);
    case "github":
      return (await import("./github.ts")).githubRemote(settings, env);
    case "reapi":
      return (await import("./reapi.ts")).reapiRemote(settings);
  }
}
