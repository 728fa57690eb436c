import { list, section, text, texts } from "../words.ts";

/** How an MSIX program looks. */
export const nfpmmsixVisualElements = section("NFPMMSIXVisualElements", "How an MSIX program looks.", {
  display_name: text(),
  description: text(),
  background_color: text(),
  square150x150_logo: text(),
  square44x44_logo: text(),
});

/** A program of an MSIX package. */
export const nfpmmsixApplication = section("NFPMMSIXApplication", "A program of an MSIX package.", {
  id: text(),
  executable: text(),
  entry_point: text(),
  visual_elements: nfpmmsixVisualElements,
});

/** What an MSIX package may do. */
export const nfpmmsixCapabilities = section("NFPMMSIXCapabilities", "What an MSIX package may do.", {
  capabilities: texts(),
  device_capabilities: texts(),
  restricted: texts(),
});

/** A family of devices. */
export const nfpmmsixTargetDeviceFamily = section("NFPMMSIXTargetDeviceFamily", "A family of devices.", {
  name: text(),
  min_version: text(),
  max_version_tested: text(),
});

/** What an MSIX package needs. */
export const nfpmmsixDependencies = section("NFPMMSIXDependencies", "What an MSIX package needs.", {
  target_device_families: list(nfpmmsixTargetDeviceFamily),
});

/** Who an MSIX package is. */
export const nfpmmsixIdentity = section("NFPMMSIXIdentity", "Who an MSIX package is.", {
  resource_id: text(),
});

/** What an MSIX package shows. */
export const nfpmmsixProperties = section("NFPMMSIXProperties", "What an MSIX package shows.", {
  display_name: text(),
  publisher_display_name: text(),
  logo: text(),
});

/** The signature of MSIX packages. */
export const nfpmmsixSignature = section("NFPMMSIXSignature", "The signature of MSIX packages.", {
  pfx_file: text(),
});

/** Settings of MSIX packages. */
export const nfpmMsix = section("NFPMMSIX", "Settings of MSIX packages.", {
  arch: text(),
  publisher: text(),
  identity: nfpmmsixIdentity,
  properties: nfpmmsixProperties,
  applications: list(nfpmmsixApplication),
  dependencies: nfpmmsixDependencies,
  capabilities: nfpmmsixCapabilities,
  signature: nfpmmsixSignature,
});
