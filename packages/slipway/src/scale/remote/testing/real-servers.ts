import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, connect, type AddressInfo } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { needPrograms } from "../../../platform/testing/need-programs.ts";

/** A server that others wrote, running on the loopback with an empty store. */
export interface RealServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Where they are installed: once for each user. */
const HOME = join(homedir(), ".cache", "slipway-test-servers");

/** VersityGW, an S3 server on a folder. Building it takes a minute of CPU. */
export async function startVersityGw(access: string, secret: string, bucket: string): Promise<RealServer> {
  const program = join(HOME, "go", "versitygw");
  if (!existsSync(program)) {
    const env = { ...process.env, GOBIN: join(HOME, "go"), GOFLAGS: "" };
    execFileSync("go", ["install", "github.com/versity/versitygw/cmd/versitygw@v1.8.0"], { env, stdio: "ignore" });
  }
  return start(async (folder, port) => {
    mkdirSync(join(folder, "s3", bucket), { recursive: true });
    const listen = ["--port", `127.0.0.1:${port}`, "--access", access, "--secret", secret, "--quiet"];
    return Promise.resolve(spawn(program, [...listen, "posix", join(folder, "s3")], { stdio: "ignore" }));
  });
}

/** The server of npm's `turborepo-remote-cache`. */
export async function startTurborepo(token: string): Promise<RealServer> {
  const home = npmInstall("turborepo", "turborepo-remote-cache@2.12.0");
  const main = join(home, "node_modules", "turborepo-remote-cache", "dist", "cli.js");
  return start((folder, port) => {
    const env = {
      PATH: process.env["PATH"] ?? "",
      NODE_ENV: "production",
      TURBO_TOKEN: token,
      STORAGE_PROVIDER: "local",
      STORAGE_PATH: join(folder, "turbo"),
      PORT: String(port),
      HOST: "127.0.0.1",
      LOG_LEVEL: "silent",
    };
    return Promise.resolve(spawn(process.execPath, [main], { env, stdio: "ignore" }));
  });
}

/** BuildGrid's server from PyPI: CAS, action cache and byte streams of the Remote Execution API. */
export async function startBuildGrid(): Promise<RealServer> {
  const home = join(HOME, "buildgrid");
  if (!existsSync(join(home, "bin", "bgd"))) {
    needPrograms({ python3: "python3", pip3: "python3-pip" });
    execFileSync("python3", ["-m", "pip", "install", "-q", "--target", home, "buildgrid==0.4.4"], { stdio: "ignore" });
  }
  const server = await start((folder, port) => {
    const config = join(folder, "bgd.yml");
    writeFileSync(
      config,
      `server:
  - !channel {address: "127.0.0.1:${port}", insecure-mode: true}
instances:
  - name: main
    storages:
      - !disk-storage &cas {path: ${join(folder, "cas")}}
    caches:
      - !lru-action-cache &results {storage: *cas, max-cached-refs: 10000, cache-failed-actions: true, allow-updates: true}
    services:
      - !action-cache {cache: *results}
      - !cas {storage: *cas}
      - !bytestream {storage: *cas}
`,
    );
    const env = { ...process.env, PYTHONPATH: home };
    const args = [join(home, "bin", "bgd"), "server", "start", config];
    return Promise.resolve(spawn("python3", args, { env, stdio: "ignore" }));
  });
  return { ...server, url: server.url.replace("http:", "grpc:") };
}

/** Saves a file with `@actions/cache`, removes it, restores it, and gives what is in it then. */
export async function officialCacheRoundTrip(url: string, token: string): Promise<string> {
  const home = npmInstall("actions-cache", "@actions/cache@6.3.0");
  const folder = mkdtempSync(join(tmpdir(), "slipway-official-"));
  const script = join(home, "round-trip.mjs");
  writeFileSync(
    script,
    `import * as cache from "@actions/cache";
import { writeFileSync, readFileSync, rmSync } from "node:fs";
writeFileSync("file", "kept bytes");
await cache.saveCache(["file"], "some-key");
rmSync("file");
if ((await cache.restoreCache(["file"], "some-key")) !== "some-key") throw new Error("not restored");
writeFileSync("result", readFileSync("file"));
`,
  );
  const env = {
    PATH: process.env["PATH"] ?? "",
    ACTIONS_CACHE_SERVICE_V2: "true",
    ACTIONS_RESULTS_URL: `${url}/`,
    ACTIONS_RUNTIME_TOKEN: token,
    GITHUB_WORKSPACE: folder,
    RUNNER_TEMP: folder,
  };
  const child = spawn(process.execPath, [script], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text: Buffer) => (said += String(text)));
  const code = await new Promise((resolve) => child.on("close", resolve));
  try {
    if (code !== 0) throw new Error(said);
    return readFileSync(join(folder, "result"), "utf8");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The folder in which a package of npm is installed. */
function npmInstall(name: string, what: string): string {
  const home = join(HOME, name);
  if (existsSync(join(home, "node_modules", what.replace(/@[^@]*$/, ""), "package.json"))) return home;
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, "package.json"), '{"private":true}');
  const args = ["install", "--no-audit", "--no-fund", "--ignore-scripts", what];
  execFileSync("npm", args, { cwd: home, stdio: "ignore" });
  return home;
}

async function start(run: (folder: string, port: number) => Promise<ChildProcess>): Promise<RealServer> {
  const folder = mkdtempSync(join(tmpdir(), "slipway-server-"));
  const port = await freePort();
  const child = await run(folder, port);
  const ended = new Promise<void>((resolve) => child.on("exit", () => resolve()));
  for (let tries = 0; !(await answers(port)); tries++) {
    if (tries > 600 || child.exitCode !== null) throw new Error(`${child.spawnargs.join(" ")} does not start`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      child.kill("SIGKILL");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    }).on("error", () => resolve(false));
  });
}
