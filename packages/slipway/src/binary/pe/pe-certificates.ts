import type { Reader } from "../reader.ts";
import type { PeDataDirectory } from "./pe-header.ts";

/** An entry of the attribute certificate table: for Authenticode, type 2 with PKCS #7 SignedData. */
export interface PeCertificate {
  readonly offset: number;
  readonly revision: number;
  readonly type: number;
  readonly bytes: Uint8Array;
}

/** Reads the attribute certificate table, whose directory holds a file offset, not an RVA. @throws FormatError */
export function readPeCertificates(whole: Reader, directory: PeDataDirectory | undefined): readonly PeCertificate[] {
  if (directory === undefined || directory.address === 0 || directory.size === 0) return [];
  const table = whole.sub(directory.address, directory.size, "certificate table");
  const certificates: PeCertificate[] = [];
  while (table.remaining >= 8) {
    const start = table.position;
    const length = table.u32("dwLength");
    const revision = table.u16("wRevision");
    const type = table.u16("wCertificateType");
    if (length < 8) throw table.fault("dwLength", `${length}`, "at least 8", start);
    certificates.push({
      offset: directory.address + start,
      revision,
      type,
      bytes: table.take(length - 8, "dwLength"),
    });
    table.seek(Math.min(Math.ceil(table.position / 8) * 8, table.length), "dwLength");
  }
  return certificates;
}
