// Stands in for actions/download-artifact: a folder for each artifact whose name fits the pattern.
const { mkdirSync } = require("node:fs");
const path = require("node:path");
const { fail, readInputs } = require("./contract.cjs");

async function download() {
  const artifact = require("./client.cjs");
  if (artifact.create !== undefined) {
    const inputs = readInputs(["name", "path"], ["path"]);
    mkdirSync(inputs.path, { recursive: true });
    await artifact.create().downloadAllArtifacts(inputs.path);
    return;
  }
  const inputs = readInputs(["name", "artifact-ids", "path", "pattern", "merge-multiple"], ["path", "pattern"]);
  const client = new artifact.DefaultArtifactClient();
  const { artifacts } = await client.listArtifacts();
  const start = inputs.pattern.replace(/\*$/, "");
  for (const { id, name } of artifacts.filter((each) => each.name.startsWith(start))) {
    await client.downloadArtifact(id, { path: path.join(inputs.path, name) });
  }
}

download().catch((error) => fail(error.stack));
