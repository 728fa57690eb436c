// Stands in for actions/upload-artifact: the same inputs and the official client of the artifact service, which act serves.
const { existsSync } = require("node:fs");
const path = require("node:path");
const { fail, readInputs } = require("./contract.cjs");

const KNOWN = [
  "name",
  "path",
  "if-no-files-found",
  "retention-days",
  "compression-level",
  "overwrite",
  "include-hidden-files",
];
const inputs = readInputs(KNOWN, ["name", "path", "if-no-files-found", "retention-days"]);
if (inputs["if-no-files-found"] !== "error") fail("what is missing must fail");
const files = inputs.path.trim().split(/\s*\n\s*/);
const missing = files.filter((file) => !existsSync(file));
if (missing.length > 0) fail(`there is no ${missing.join(", ")}`);
const days = Number(inputs["retention-days"]);

async function upload() {
  const artifact = require("./client.cjs");
  const root = path.dirname(files[0]);
  // Version 1 of the client speaks the protocol of the actions' version 3.
  if (artifact.create !== undefined) {
    const { failedItems } = await artifact.create().uploadArtifact(inputs.name, files, root, { retentionDays: days });
    if (failedItems.length > 0) fail(`not uploaded: ${failedItems.join(", ")}`);
  } else await new artifact.DefaultArtifactClient().uploadArtifact(inputs.name, files, root, { retentionDays: days });
}

upload().catch((error) => fail(error.stack));
