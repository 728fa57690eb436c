import { nfpmapk } from "./nfpm-apk.ts";
import { nfpmArchLinux } from "./nfpm-arch-linux.ts";
import { nfpmDeb } from "./nfpm-deb.ts";
import { nfpmipk } from "./nfpm-ipk.ts";
import { nfpmMsix } from "./nfpm-msix.ts";
import { nfpmrpm } from "./nfpm-rpm.ts";
import { fileInfo } from "../pack/file-info.ts";
import { flag, list, mapOf, section, text, textOrNumber, texts, word } from "../words.ts";

/** Where libraries are installed. */
export const libdirs = section("Libdirs", "Where libraries are installed.", {
  header: text(),
  carchive: text(),
  cshared: text(),
});

/** A file in a package. */
export const nfpmContent = section("NFPMContent", "A file in a package.", {
  src: text(),
  dst: text(),
  type: text(undefined, { examples: ["symlink", "ghost", "config", "config|noreplace", "dir", "tree"] }),
  packager: text(),
  file_info: fileInfo,
  expand: flag(),
});

/** Scripts of a package manager. */
export const nfpmScripts = section("NFPMScripts", "Scripts of a package manager.", {
  preinstall: text(),
  postinstall: text(),
  preremove: text(),
  postremove: text(),
});

/** Settings of a package that one format can have otherwise. */
export const nfpmOverridables = section(
  "NFPMOverridables",
  "Settings of a package that one format can have otherwise.",
  {
    file_name_template: text(),
    package_name: text(),
    epoch: text(),
    release: text(),
    prerelease: text(),
    version_metadata: text(),
    dependencies: texts(),
    recommends: texts(),
    suggests: texts(),
    conflicts: texts(),
    umask: textOrNumber(),
    replaces: texts(),
    provides: texts(),
    contents: list(nfpmContent),
    scripts: nfpmScripts,
    rpm: nfpmrpm,
    deb: nfpmDeb,
    apk: nfpmapk,
    archlinux: nfpmArchLinux,
    ipk: nfpmipk,
    msix: nfpmMsix,
    templated_contents: list(nfpmContent),
    templated_scripts: nfpmScripts,
  },
);

/** Linux packages. */
export const nfpm = section("NFPM", "Linux packages.", {
  file_name_template: text(),
  package_name: text(),
  epoch: text(),
  release: text(),
  prerelease: text(),
  version_metadata: text(),
  dependencies: texts(),
  recommends: texts(),
  suggests: texts(),
  conflicts: texts(),
  umask: textOrNumber(),
  replaces: texts(),
  provides: texts(),
  contents: list(nfpmContent),
  scripts: nfpmScripts,
  rpm: nfpmrpm,
  deb: nfpmDeb,
  apk: nfpmapk,
  archlinux: nfpmArchLinux,
  ipk: nfpmipk,
  overrides: mapOf(nfpmOverridables),
  id: text(),
  ids: texts(),
  formats: list(word(["apk", "deb", "rpm", "termux.deb", "archlinux", "ipk", "msix"])),
  section: text(),
  priority: text(),
  vendor: text(),
  homepage: text(),
  maintainer: text(),
  description: text(),
  license: text(),
  bindir: text(),
  libdirs: libdirs,
  changelog: text(),
  mtime: text(),
  meta: flag(),
  goamd64: texts(),
  builds: texts(undefined, { deprecated: "ids" }),
  msix: nfpmMsix,
  templated_contents: list(nfpmContent),
  templated_scripts: nfpmScripts,
  if: text(),
});
