// Made by `npm run action` from packages/slipway/src/action.
import { spawnSync } from "node:child_process";
import { appendFileSync, chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
// packages/slipway/src/report/github-annotation.ts
/** Text that is safe behind the `::` of a workflow command. */
function commandData(text) {
	return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
// packages/slipway/src/errors.ts
/** Every error code, with the exit code it ends the process with. `docs/errors.md` has an anchor for each. */
const EXIT_CODE_OF = {
	usage: 2,
	"config-not-found": 2,
	"config-invalid": 2,
	"config-unknown-key": 2,
	"config-syntax": 2,
	"config-include": 2,
	"config-inert-section": 2,
	"config-exists": 2,
	"template-syntax": 2,
	"template-execution": 2,
	"plan-duplicate-artifact": 2,
	"project-name-unknown": 2,
	"git-missing": 1,
	"git-failed": 1,
	"git-no-repository": 1,
	"git-no-commit": 1,
	"git-no-tag": 1,
	"git-tag-not-semver": 1,
	"git-tag-not-at-head": 1,
	"git-dirty": 1,
	"go-mod-missing": 1,
	"go-mod-invalid": 1,
	"go-no-main-package": 1,
	"go-missing": 1,
	"go-too-old": 1,
	"toolchain-unavailable": 1,
	"toolchain-not-trusted": 1,
	"tool-not-found": 1,
	"tool-failed": 1,
	locked: 1,
	"target-unknown": 2,
	"target-impossible": 2,
	"build-config-invalid": 2,
	"build-failed": 1,
	"build-not-main": 1,
	"cgo-compiler-missing": 1,
	"cgo-compiler-refused": 2,
	"cgo-framework-missing": 1,
	"gomod-replace": 1,
	"hook-failed": 1,
	"hook-syntax": 2,
	"prebuilt-missing": 1,
	"glob-invalid": 2,
	"file-not-found": 1,
	"binary-unreadable": 1,
	"edit-refused": 1,
	"archive-invalid": 2,
	"archive-failed": 1,
	"checksum-invalid": 2,
	"universal-binary-failed": 1,
	"debug-split-failed": 1,
	"dylib-misplaced": 1,
	"wasm-invalid": 1,
	"wasm-page": 2,
	"port-taken": 1,
	"wasm-too-large": 4,
	"browser-missing": 1,
	"browser-failed": 1,
	"tasks-failed": 1,
	"record-invalid": 2,
	"reproduce-failed": 1,
	"not-reproducible": 3,
	"check-failed": 4,
	"cache-mismatch": 3,
	"shard-empty": 1,
	"shard-missing": 1,
	"shard-invalid": 1,
	"shard-incomplete": 1,
	"shard-damaged": 1,
	"shard-mismatch": 1,
	"shard-gap": 1,
	"shard-overlap": 1,
	"shard-out-foreign": 1,
	"ci-not-started": 1,
	"ci-file-foreign": 1,
	"ci-edits-lost": 1,
	"ci-pins-invalid": 1,
	"ci-pin-unseen": 1,
	"output-not-written": 1,
	"dist-foreign": 1,
	"dist-write": 1,
	"dist-unreadable": 1,
	cancelled: 1,
	timeout: 1,
	internal: 1
};
/**
* The one error class of Slipway. Anything else that is thrown is a bug and is reported as `internal`.
*
* Messages are sentences in sentence case without a full stop and quote the values that they name.
*/
var SlipwayError = class extends Error {
	name = "SlipwayError";
	code;
	details;
	constructor(code, message, details = {}) {
		super(message, details.cause === void 0 ? void 0 : { cause: details.cause });
		this.code = code;
		this.details = details;
	}
	get exitCode() {
		return EXIT_CODE_OF[this.code];
	}
};
// packages/slipway/src/build/hook/shell-words.ts
/**
* Splits a command line into words the way GoReleaser does (go-shellwords v1.0.13), so that a hook means the same here:
* quotes join, a backslash takes the next character as it is (`\n` and `\t` become the control character), text in
* backticks or `$(...)` stays one word, and an unquoted `;`, `&`, `|`, `<` or `>` ends the command. There is no shell, so
* neither variables nor globs nor commands are filled in.
*
* @throws SlipwayError `hook-syntax` for open quotes and parentheses
*/
function splitWords(line) {
	const words = [];
	let word = "";
	let started = false;
	let escaped = false;
	let [single, double, backtick, substitution] = [
		false,
		false,
		false,
		false
	];
	for (const character of line) {
		const quoted = single || double || backtick || substitution;
		if (escaped) {
			word += character === "n" ? "\n" : character === "t" ? "	" : character;
			escaped = false;
			started = true;
		} else if (character === "\\") {
			if (single) word += character;
			else escaped = true;
		} else if (" 	\r\n".includes(character)) {
			if (quoted) word += character;
			else if (started) {
				words.push(word);
				word = "";
				started = false;
			}
		} else if (character === "\"" && !single && !substitution) {
			double = !double;
			started = true;
		} else if (character === "'" && !double && !substitution) {
			single = !single;
			started = true;
		} else if (";&|<>".includes(character) && !quoted) {
			if (started && !(character === ">" && /^[0-9]/.test(word))) words.push(word);
			return words;
		} else {
			if (character === "`" && !single && !double && !substitution) backtick = !backtick;
			if (character === ")" && !single && !double && !backtick) substitution = !substitution;
			if (character === "(" && !single && !double && !backtick) {
				if (substitution || !word.endsWith("$")) throw syntax(line, "a \"(\" outside quotes");
				substitution = true;
			}
			word += character;
			started = true;
		}
	}
	if (escaped) throw syntax(line, "a backslash at the end");
	if (single || double || backtick || substitution) throw syntax(line, "an open quote or parenthesis");
	if (started) words.push(word);
	return words;
}
function syntax(line, actual) {
	return new SlipwayError("hook-syntax", `Cannot split the command "${line}" into words`, {
		expected: "closed quotes; commands run without a shell",
		actual,
		hint: "Quote the part, or run a shell yourself: sh -c '...'"
	});
}
// packages/slipway/src/action/inputs.ts
/** Reads them from the variables that the runner sets. @throws Error for a value that is none. */
function readInputs(env) {
	const input = (name) => (env[`INPUT_${name.toUpperCase()}`] ?? "").trim();
	const installOnly = input("install-only") || "false";
	if (installOnly !== "true" && installOnly !== "false") throw new Error(`install-only must be true or false, and is "${installOnly}"`);
	const args = splitWords(input("args"));
	if (installOnly === "false" && args.length === 0) throw new Error("args is empty: give it what slipway shall do, for example \"release --snapshot\", or set install-only");
	return {
		version: input("version") || "latest",
		args,
		folder: path.resolve(env["GITHUB_WORKSPACE"] ?? ".", input("workdir") || "."),
		installOnly: installOnly === "true"
	};
}
// packages/slipway/src/action/install.ts
/**
* Gets Slipway: a path is taken as it is, a version comes from the npm registry into the runner's folder for tools.
*
* @throws Error that says what npm said.
*/
function installSlipway(version, { tools, node, npm }) {
	if (/[\\/]/u.test(version)) {
		if (!existsSync(version)) throw new Error(`There is no "${version}" to run as Slipway`);
		return [path.resolve(version)];
	}
	if (!/^[\w.+-]+$/u.test(version)) throw new Error(`"${version}" is no version of Slipway`);
	const folder = path.join(tools, "slipway", version);
	const program = path.join(folder, "node_modules", "slipway", "dist", "cli.js");
	if (version === "latest" || !existsSync(program)) {
		mkdirSync(folder, { recursive: true });
		const shell = process.platform === "win32";
		const args = [
			"install",
			"--no-audit",
			"--no-fund",
			"--prefix",
			shell ? `"${folder}"` : folder,
			`slipway@${version}`
		];
		const { status, stderr, error } = spawnSync(npm, args, {
			encoding: "utf8",
			shell,
			stdio: [
				"ignore",
				"ignore",
				"pipe"
			]
		});
		if (status !== 0) throw new Error(`npm cannot install slipway@${version}: ${error?.message ?? stderr.trim()}`);
	}
	return [node, program];
}
/** Puts a command called `slipway` into a folder for the PATH of later steps. Returns the folder. */
function writeLauncher(command, tools) {
	const folder = path.join(tools, "slipway", "bin");
	mkdirSync(folder, { recursive: true });
	const quoted = command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" ");
	const launcher = path.join(folder, "slipway");
	writeFileSync(launcher, `#!/bin/sh\nexec ${quoted} "$@"\n`);
	chmodSync(launcher, 493);
	writeFileSync(path.join(folder, "slipway.cmd"), `@${command.map((word) => `"${word}"`).join(" ")} %*\r\n`);
	return folder;
}
// packages/slipway/src/action/output-lines.ts
/**
* An output of a step, in the form of `$GITHUB_OUTPUT` for values of several lines. The delimiter is a line that the value does not hold.
*
* Source: GitHub documentation, "Workflow commands for GitHub Actions", multiline strings.
*/
function outputLines(name, value) {
	const lines = new Set(value.split("\n"));
	let delimiter = "SLIPWAY_END";
	for (let more = 1; lines.has(delimiter); more += 1) delimiter = `SLIPWAY_END_${more}`;
	return `${name}<<${delimiter}\n${value}\n${delimiter}\n`;
}
// packages/slipway/src/config/load/find-config.ts
/**
* Where the project file is looked for, first match wins: ours, then every place where GoReleaser looks, in its order
* (`cmd/config.go`).
*/
const CONFIG_NAMES = [
	"slipway.yaml",
	"slipway.yml",
	".slipway.yaml",
	".slipway.yml",
	".config/slipway.yaml",
	".config/slipway.yml",
	".config/goreleaser.yml",
	".config/goreleaser.yaml",
	".goreleaser.yml",
	".goreleaser.yaml",
	"goreleaser.yml",
	"goreleaser.yaml"
];
// packages/slipway/src/action/released-project.ts
/** Finds it out as the command does: `args` are those of Slipway, run in `cwd`. Files that cannot be read are none. */
function releasedProject(args, cwd) {
	const dir = flagValue(args, "-C");
	const file = flagValue(args, "-f") ?? flagValue(args, "--config");
	const root = path.resolve(cwd, dir ?? ".");
	const text = (file === void 0 ? CONFIG_NAMES : [file]).map((name) => readText(path.resolve(root, name))).find((each) => each !== void 0);
	const dist = /^dist:[ \t]+(["']?)([^\s"'#{][^"'#\n]*?)\1[ \t]*(?:#.*)?\r?$/m.exec(text ?? "")?.[2] ?? "dist";
	return {
		flags: [...dir === void 0 ? [] : ["-C", dir], ...file === void 0 ? [] : ["-f", file]],
		dist: path.resolve(root, dist)
	};
}
/** `-C DIR`, `-CDIR`, `--config FILE`, `--config=FILE`; the last one counts. */
function flagValue(args, flag) {
	const end = args.indexOf("--");
	const own = end < 0 ? args : args.slice(0, end);
	const joined = flag.startsWith("--") ? `${flag}=` : flag;
	return own.flatMap((word, at) => {
		if (word === flag) return own[at + 1] ?? [];
		return word.startsWith(joined) && word.length > joined.length ? word.slice(joined.length) : [];
	}).at(-1);
}
function readText(file) {
	try {
		return readFileSync(file, "utf8");
	} catch {
		return;
	}
}
// packages/slipway/src/action/main.ts
/** The GitHub Action: gets Slipway, runs it, hands on what it made. The exit code is Slipway's. */
function main(env) {
	const { version, args, folder, installOnly } = readInputs(env);
	const tools = env["RUNNER_TOOL_CACHE"] ?? env["RUNNER_TEMP"] ?? ".";
	const command = installSlipway(version, {
		tools,
		node: process.execPath,
		npm: "npm"
	});
	append(env["GITHUB_PATH"], `${writeLauncher(command, tools)}\n`);
	if (installOnly) return 0;
	const code = run(command, args, folder);
	const { dist, flags } = releasedProject(args, folder);
	for (const [name, file] of [["artifacts", "artifacts.json"], ["metadata", "metadata.json"]]) {
		const full = path.join(dist, file);
		if (code === 0 && existsSync(full)) append(env["GITHUB_OUTPUT"], outputLines(name, readFileSync(full, "utf8")));
	}
	if (existsSync(path.join(dist, "artifacts.json"))) summarise(command, {
		folder,
		flags,
		file: env["GITHUB_STEP_SUMMARY"]
	});
	return code;
}
function run([program, ...first], args, cwd) {
	const { status, error } = spawnSync(program, [...first, ...args], {
		cwd,
		stdio: "inherit"
	});
	if (error !== void 0) throw error;
	return status ?? 1;
}
/** The job's summary: sizes and findings. A summary that cannot be made is no reason to fail a release. */
function summarise([program, ...first], { folder, flags, file }) {
	const args = [
		...first,
		"ci",
		"summary",
		...flags
	];
	const { status, stdout } = spawnSync(program, args, {
		cwd: folder,
		encoding: "utf8"
	});
	if (status === 0) append(file, stdout);
}
function append(file, text) {
	if (file !== void 0 && file !== "") appendFileSync(file, text);
}
try {
	process.exitCode = main(process.env);
} catch (error) {
	console.log(`::error::${commandData(error instanceof Error ? error.message : String(error))}`);
	process.exitCode = 1;
}
export {};
