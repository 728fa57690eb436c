import type { DistShape } from "./dist-shape.ts";
/** Every difference between two dist folders, one line each; empty when they agree. */
export declare function differences(goreleaser: DistShape, slipway: DistShape): string[];
