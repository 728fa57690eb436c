import { createHash } from "node:crypto";
import zlib from "node:zlib";

/** A member of a test archive. `bytes` overrides what is stored, so that archives can lie. */
export interface ZipMember {
  readonly name: string;
  readonly content: string;
  readonly deflated?: boolean;
  /** Unix mode with type bits. */
  readonly mode?: number;
  /** Lies about the size or the checksum. */
  readonly size?: number;
  readonly crc?: number;
}

/** A zip file of these members; names are written as they are, hostile ones too. */
export function zipOf(members: readonly ZipMember[]): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const member of members) {
    const name = Buffer.from(member.name);
    const content = Buffer.from(member.content);
    const packed = member.deflated ? zlib.deflateRawSync(content) : content;
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(member.deflated ? 8 : 0, 4);
    fields.writeUInt32LE(member.crc ?? zlib.crc32(content), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(member.size ?? content.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from("PK\u0003\u0004"), fields, name, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(((member.mode ?? 0) << 16) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.from("PK\u0001\u0002\u0014\u0003"), fields, rest, name);
    parts.push(local);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(members.length, 4);
  end.writeUInt16LE(members.length, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(offset, 12);
  return new Uint8Array(Buffer.concat([...parts, listed, Buffer.from("PK\u0005\u0006"), end]));
}

/** The `h1:` hash of these members, computed the other way round than the code under test: by the definition. */
export function h1Of(members: readonly ZipMember[]): string {
  const lines = members.map(({ name, content }) => [name, createHash("sha256").update(content).digest("hex")] as const);
  lines.sort(([a], [b]) => (a < b ? -1 : 1));
  const sum = createHash("sha256");
  for (const [name, digest] of lines) sum.update(`${digest}  ${name}\n`);
  return `h1:${sum.digest("base64")}`;
}

/** The members of a toolchain module that is just enough to be one. */
export function fakeToolchain(version: string, host: string, script = "#!/bin/sh\necho fake\n"): ZipMember[] {
  const prefix = `golang.org/toolchain@v0.0.1-${version}.${host}/`;
  return [
    { name: `${prefix}VERSION`, content: `${version}\ntime 2026-01-01T00:00:00Z\n` },
    { name: `${prefix}bin/go`, content: script, deflated: true },
    { name: `${prefix}pkg/tool/${host.replace("-", "_")}/compile`, content: script },
    { name: `${prefix}src/_go.mod`, content: "module std\n" },
    { name: `${prefix}src/internal/platform/zosarch.go`, content: ZOSARCH, deflated: true },
    { name: `${prefix}lib/wasm/go_js_wasm_exec`, content: script },
  ];
}

const ZOSARCH = `package platform

var distInfo = map[OSArch]osArchInfo{
\t{"linux", "amd64"}: {CgoSupported: true, FirstClass: true},
\t{"js", "wasm"}: {},
}
`;
