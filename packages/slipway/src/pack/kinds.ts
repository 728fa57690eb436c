import type { Kind } from "../plan/kind.ts";
import { archiveKind } from "./archive.ts";
import { checksumKind } from "./checksum.ts";
import { releaseBinaryKind } from "./release-binary.ts";

/** The kinds of the pack stage, in the order in which they plan. */
export const packKinds: readonly Kind[] = [archiveKind, releaseBinaryKind, checksumKind];
