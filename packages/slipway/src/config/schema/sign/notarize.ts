import { flag, list, section, text, texts, toggle, word } from "../words.ts";

/** The key of the notary service. */
export const macOSNotarize = section("MacOSNotarize", "The key of the notary service.", {
  issuer_id: text(),
  key: text(),
  key_id: text(),
  timeout: text(),
  wait: flag(),
});

/** The certificate that signs programs. */
export const macOSSign = section("MacOSSign", "The certificate that signs programs.", {
  certificate: text(),
  password: text(),
  entitlements: text(),
});

/** Signing and notarising programs, from any host. */
export const macOSSignNotarize = section("MacOSSignNotarize", "Signing and notarising programs, from any host.", {
  ids: texts(),
  enabled: toggle(),
  sign: macOSSign,
  notarize: macOSNotarize,
});

/** The profile of the notary service. */
export const macOSNotarizeNative = section("MacOSNotarizeNative", "The profile of the notary service.", {
  profile_name: text(),
  wait: flag(),
});

/** The identity that signs. */
export const macOSSignNative = section("MacOSSignNative", "The identity that signs.", {
  identity: text(),
  keychain: text(),
  options: texts(),
  entitlements: text(),
});

/** Signing and notarising with the tools of a Mac. */
export const macOSSignNotarizeNative = section(
  "MacOSSignNotarizeNative",
  "Signing and notarising with the tools of a Mac.",
  {
    ids: texts(),
    enabled: toggle(),
    sign: macOSSignNative,
    notarize: macOSNotarizeNative,
    use: word(["dmg", "pkg"], undefined, { default: "dmg" }),
  },
);

/** Signing and notarising for macOS. */
export const notarize = section("Notarize", "Signing and notarising for macOS.", {
  macos: list(macOSSignNotarize),
  macos_native: list(macOSSignNotarizeNative),
});
