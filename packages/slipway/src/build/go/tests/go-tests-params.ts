import type { GoBuildParams } from "../go-build-params.ts";

/** Params of a task that builds the tests of a module for one target. The settings are those of its programs. */
export interface GoTestsParams extends GoBuildParams {
  /** Package patterns. */
  readonly packages: readonly string[];
  readonly race: boolean;
  readonly cover: boolean;
  /** The programs know `-test.v=test2json`, which marks the lines that frame their output. */
  readonly framed: boolean;
}

/** A package whose tests were built, in the list that goes with the test programs. */
export interface BuiltTest {
  readonly package: string;
  /** Its folder among the sources that lie beside the programs, with `/`. */
  readonly folder: string;
  /** The test program, below the same top. */
  readonly program: string;
}

/** The list's name in the archive of test programs. */
export const TESTS_LIST = "tests.json";
