import type { Kind } from "../plan/kind.ts";
import { archiveKind } from "./archive.ts";
import { artifactsRecordKind } from "./artifacts-record.ts";
import { changelogKind } from "./changelog.ts";
import { checksumKind } from "./checksum.ts";
import { effectiveConfigKind } from "./effective-config.ts";
import { metadataKind } from "./metadata.ts";
import { releaseBinaryKind } from "./release-binary.ts";
import { reportSizesKind } from "./report-sizes.ts";
import { sourceArchiveKind } from "./source-archive.ts";
import { webBundleKind } from "./web-bundle.ts";

/** The kinds of the pack stage, in the order in which they plan. */
export const packKinds: readonly Kind[] = [
  archiveKind,
  releaseBinaryKind,
  sourceArchiveKind,
  webBundleKind,
  checksumKind,
  changelogKind,
];

/** Kinds that record what a run is about. They plan before all others, so that their files come first in records. */
export const openingKinds: readonly Kind[] = [metadataKind];

/** Kinds that record what all others planned. They plan last. */
export const closingKinds: readonly Kind[] = [effectiveConfigKind, reportSizesKind, artifactsRecordKind];
