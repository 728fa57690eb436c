import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openRemote } from "../open-remote.ts";
import { RemoteError, type Remote, type RemoteFailure } from "../remote.ts";
import { spoil, type Fault, type Faults } from "./fault.ts";
import { remoteSettings } from "./settings.ts";

/** A back end whose requests fare as `faults` says. */
export interface FaultyPlace {
  readonly open: () => Promise<Remote>;
  readonly close: () => Promise<void> | void;
}

/** A directory that fails as servers do. */
export function faultyDirectory(faults: Faults): Promise<FaultyPlace> {
  const folder = mkdtempSync(join(tmpdir(), "slipway-faulty-"));
  const types: Partial<Record<Fault, RemoteFailure>> = {
    "500": "server",
    "429": "busy",
    expired: "expired",
    cut: "cut",
  };
  const open = async (): Promise<Remote> => {
    const inner = await openRemote(remoteSettings({ type: "directory", path: folder }), {});
    const seen: Uint8Array[] = [];
    const suffer = async (way: "read" | "write", space: "actions" | "blobs"): Promise<Fault | undefined> => {
      const fault = faults(way, space);
      if (fault === "delay") return new Promise(() => undefined);
      const type = fault === "full" && way === "write" ? "full" : types[fault ?? "delay"];
      if (type !== undefined) throw new RemoteError(type, "planned");
      return fault;
    };
    return {
      ...inner,
      async get(key, read) {
        const fault = await suffer("read", key.space);
        const bytes = await inner.get(key, read);
        if (bytes !== undefined) seen.push(bytes);
        return bytes && spoil(fault, bytes, seen);
      },
      async put(key, bytes, request) {
        await suffer("write", key.space);
        await inner.put(key, bytes, request);
      },
    };
  };
  return Promise.resolve({ open, close: () => rmSync(folder, { recursive: true, force: true }) });
}
