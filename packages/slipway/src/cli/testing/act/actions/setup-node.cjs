// Stands in for actions/setup-node: the Node that runs the tests.
const { fail, readInputs } = require("./contract.cjs");

const inputs = readInputs(
  [
    "node-version",
    "node-version-file",
    "architecture",
    "check-latest",
    "registry-url",
    "scope",
    "token",
    "cache",
    "package-manager-cache",
  ],
  ["node-version", "package-manager-cache"],
);
if (inputs["package-manager-cache"] !== "false") fail("caches are off");
