// Stands in for actions/setup-go: the Go of the PATH, when the file that names the version is there.
const { existsSync } = require("node:fs");
const { fail, readInputs } = require("./contract.cjs");

const inputs = readInputs(
  ["go-version", "go-version-file", "check-latest", "token", "cache", "cache-dependency-path", "architecture"],
  ["cache"],
);
if (inputs.cache !== "false") fail("a cache that a pull request can write must not be read by a release");
const file = inputs["go-version-file"];
if ((inputs["go-version"] === undefined) === (file === undefined)) fail("either go-version or go-version-file");
if (file !== undefined && !existsSync(file)) fail(`there is no ${file}`);
