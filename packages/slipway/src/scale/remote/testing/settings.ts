import type { RemoteSettings } from "../remote-settings.ts";

/** Settings with everything empty that is not said. */
export function remoteSettings(settings: Partial<RemoteSettings> & Pick<RemoteSettings, "type">): RemoteSettings {
  return { path: "", url: "", bucket: "", region: "", prefix: "", team: "", instance: "", headers: {}, ...settings };
}
