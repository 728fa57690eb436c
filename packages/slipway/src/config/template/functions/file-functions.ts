import { blake2b, blake2s } from "@noble/hashes/blake2.js";
import { blake3 } from "@noble/hashes/blake3.js";
import { md5, sha1 } from "@noble/hashes/legacy.js";
import { sha224, sha256, sha384, sha512 } from "@noble/hashes/sha2.js";
import { sha3_224, sha3_256, sha3_384, sha3_512 } from "@noble/hashes/sha3.js";
import { crc32 } from "../../../archive/crc32.ts";
import type { TemplateHost } from "../template-host.ts";
import { bytesToString, fromBytes, toBytes } from "../text/byte-string.ts";
import type { ByteString } from "../text/byte-string.ts";
import { GoError, string } from "../value/value.ts";
import type { GoFunction } from "../value/value.ts";
import { ofStrings, text } from "./function.ts";
import { GoPath } from "./go-path.ts";
import { STRING_FUNCTIONS } from "./string-functions.ts";

const HASHES: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  blake2b,
  blake2s,
  blake3,
  md5,
  sha1,
  sha224,
  sha256,
  sha384,
  sha512,
  sha3_224,
  sha3_256,
  sha3_384,
  sha3_512,
};

const SYSTEM_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: "no such file or directory",
  EACCES: "permission denied",
  EISDIR: "is a directory",
  ENOTDIR: "not a directory",
  ENAMETOOLONG: "file name too long",
  ELOOP: "too many levels of symbolic links",
};

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Functions of paths and of files, which see the machine only through the host. */
export function fileFunctions(host: TemplateHost): Readonly<Record<string, GoFunction>> {
  const paths = new GoPath(host.separator);
  const folder = toBytes(host.folder);

  function read(path: ByteString): Uint8Array {
    try {
      return host.readFile(fromBytes(paths.absolute(path, folder)));
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : "";
      const reason = SYSTEM_ERRORS[code] ?? toBytes(error instanceof Error ? error.message : String(error));
      throw new GoError(`${code === "EISDIR" ? "read" : "open"} ${path}: ${reason}`);
    }
  }

  function readText(path: ByteString): ByteString {
    if (path.startsWith("~/") && host.home === undefined) {
      throw new GoError(`open ${path}: the home folder is not known`);
    }
    const found = path.startsWith("~/") ? toBytes(host.home ?? "") + path.slice(1) : path;
    return text(STRING_FUNCTIONS["trim"]?.run(string(bytesToString(read(found)))));
  }

  function readOrNothing(path: ByteString): ByteString {
    try {
      return readText(path);
    } catch (error) {
      if (error instanceof GoError) {
        return "";
      }
      throw error;
    }
  }

  function checksum(sum: (bytes: Uint8Array) => string): GoFunction {
    return ofStrings(1, (path = "") => {
      try {
        return string(sum(read(path)));
      } catch (error) {
        throw error instanceof GoError ? new GoError(`failed to checksum: ${error.message}`) : error;
      }
    });
  }

  return {
    dir: ofStrings(1, (path = "") => string(paths.dir(path))),
    base: ofStrings(1, (path = "") => string(paths.base(path))),
    abs: ofStrings(1, (path = "") => string(paths.absolute(path, folder))),
    join: { parameters: [], variadic: "string", run: (...parts) => string(paths.join(parts.map(text))) },
    readFile: ofStrings(1, (path = "") => string(readOrNothing(path))),
    mustReadFile: ofStrings(1, (path = "") => string(readText(path))),
    crc32: checksum((bytes) => (crc32(bytes) >>> 0).toString(16).padStart(8, "0")),
    ...Object.fromEntries(Object.entries(HASHES).map(([name, sum]) => [name, checksum((bytes) => hex(sum(bytes)))])),
  };
}
