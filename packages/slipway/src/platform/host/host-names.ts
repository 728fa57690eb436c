import { endianness } from "node:os";

/** This machine in Node's names: `linux` or `win32`, `x64` or `arm64`. */
export function hostNames(): { readonly os: string; readonly arch: string; readonly endianness: "BE" | "LE" } {
  return { os: process.platform, arch: process.arch, endianness: endianness() };
}
