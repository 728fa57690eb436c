import type { ByteSource } from "../archive/zip/find-central.ts";
import type { ByteStore } from "../platform/file/byte-store.ts";
import type { Contents } from "./container.ts";
import { CONTAINER_HEAD, detectContainer } from "./detect-container.ts";
import { openCompressed } from "./open-compressed.ts";
import { openCpio } from "./open-cpio.ts";
import { openDeb } from "./open-deb.ts";
import { asImage } from "./open-image.ts";
import { openRpm } from "./open-rpm.ts";
import { openTar } from "./open-tar.ts";
import { openZip } from "./open-zip.ts";

/**
 * Opens what holds other files, told by its content: archives, compressed files, packages. `undefined` for everything else.
 *
 * @throws ArchiveError when it cannot be read; nothing else for what stands in the bytes
 */
export async function openContents(source: ByteSource, store: ByteStore): Promise<Contents | undefined> {
  const kind = detectContainer(await source.read(0, CONTAINER_HEAD));
  switch (kind) {
    case "gzip":
    case "xz":
    case "zstd":
      return openCompressed(kind, source, store);
    case "tar":
      return asImage(await openTar(source));
    case "zip":
      return openZip(source, store);
    case "deb":
      return openDeb(source);
    case "rpm":
      return openRpm(source, store);
    case "cpio":
      return openCpio(source);
    case undefined:
      return undefined;
  }
}
