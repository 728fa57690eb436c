/**
 * Compresses the files that it is given as Slipway packs a tar.gz, and prints the sum of the compressed
 * sizes and the CPU seconds that it took. The start of the process does not count: a release has it once, not per archive.
 */
import { writeGzip } from "../packages/slipway/src/archive/gzip/write-gzip.ts";
import { lendFilePieces } from "../packages/slipway/src/platform/file/file-stream.ts";
import { hostDeflater } from "../packages/slipway/src/platform/node-deflater.ts";

const deflater = await hostDeflater();
let total = 0;
const before = process.cpuUsage();
for (const file of process.argv.slice(2)) {
  for await (const piece of writeGzip(lendFilePieces(file), deflater, { parallel: 1 })) total += piece.length;
}
const { user, system } = process.cpuUsage(before);
console.log(total, (user + system) / 1e6);
