// Stands in for actions/checkout: a clone of the repository that the test names, at the wanted commit.
const { execFileSync } = require("node:child_process");
const { fail, readInputs } = require("./contract.cjs");

const inputs = readInputs(
  [
    "repository",
    "ref",
    "token",
    "path",
    "clean",
    "fetch-depth",
    "fetch-tags",
    "persist-credentials",
    "submodules",
    "lfs",
  ],
  ["fetch-depth", "persist-credentials"],
);
if (inputs["fetch-depth"] !== "0") fail("versions are read from the whole history");
if (inputs["persist-credentials"] !== "false") fail("the token must not be left behind");
const git = (...args) => execFileSync("git", args, { stdio: ["ignore", "ignore", "inherit"] });
git("clone", "--quiet", "--no-checkout", process.env.TEST_REPOSITORY, "checkout.tmp");
execFileSync("sh", ["-c", "rm -rf .git && mv checkout.tmp/.git .git && rmdir checkout.tmp"]);
git("checkout", "--quiet", "--force", "--detach", inputs.ref ?? process.env.GITHUB_SHA);
git("clean", "-ffdxq");
