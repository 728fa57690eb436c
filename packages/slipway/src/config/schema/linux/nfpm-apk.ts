import { section, text } from "../words.ts";

/** Scripts of apk packages. */
export const nfpmapkScripts = section("NFPMAPKScripts", "Scripts of apk packages.", {
  preupgrade: text(),
  postupgrade: text(),
});

/** The signature of apk packages. */
export const nfpmapkSignature = section("NFPMAPKSignature", "The signature of apk packages.", {
  key_file: text(),
  key_name: text(),
});

/** Settings of apk packages. */
export const nfpmapk = section("NFPMAPK", "Settings of apk packages.", {
  scripts: nfpmapkScripts,
  signature: nfpmapkSignature,
});
