import type { Shape } from "./shapes.ts";
/** Writes a shape into an empty folder as a repository with one commit and a tag. */
export declare function makeShape(shape: Shape, folder: string): void;
