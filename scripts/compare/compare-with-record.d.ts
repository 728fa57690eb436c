import type { Shape } from "./shapes.ts";
/**
 * Releases a shape with the real command and tells every difference from what GoReleaser made of it, as recorded in
 * `recorded/`; empty when they agree.
 *
 * @throws Error with the command's own words when it fails.
 */
export declare function compareWithRecord(shape: Shape): Promise<string[]>;
