/**
 * How the runner finds compiler errors in what is printed, to show them on the lines that they are about.
 *
 * Source: GitHub documentation of actions/runner, "Problem Matchers".
 */
export const PROBLEM_MATCHER = {
  problemMatcher: [
    {
      owner: "slipway-go",
      pattern: [
        {
          // What a tool printed stands behind a bar in Slipway's own errors.
          regexp: "^\\s*(?:\\|\\s*)?(?:vet: )?([^\\s|][^:]*\\.go):(\\d+):(?:(\\d+):)? (.+)$",
          file: 1,
          line: 2,
          column: 3,
          message: 4,
        },
      ],
    },
  ],
};
