import { section, text } from "../words.ts";

/** Scripts of Arch Linux packages. */
export const nfpmArchLinuxScripts = section("NFPMArchLinuxScripts", "Scripts of Arch Linux packages.", {
  preupgrade: text(),
  postupgrade: text(),
});

/** Settings of Arch Linux packages. */
export const nfpmArchLinux = section("NFPMArchLinux", "Settings of Arch Linux packages.", {
  pkgbase: text(),
  packager: text(),
  scripts: nfpmArchLinuxScripts,
});
