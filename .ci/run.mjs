// Runs one script of the root package.json on a bare machine: brings the pinned pnpm (and Node 24, only where the running
// Node is too old for the tools), installs the dependencies, then runs the script. Without a script it only sets up.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const NODE = "24.21.0";
const root = fileURLToPath(new URL("..", import.meta.url));
const tools = join(root, ".toolchain");
const windows = process.platform === "win32";
const [script, ...rest] = process.argv.slice(2);

const pnpm = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).packageManager.split("+")[0];
const [major, minor] = process.versions.node.split(".").map(Number);
// The one in .toolchain is there because the machine's own is too old, and has to stay.
const nodeSuffices =
	!process.execPath.startsWith(tools) &&
	((major === 22 && minor >= 18) || (major === 24 && minor >= 11) || major >= 26);
const platform = windows ? "win" : process.platform;
const wanted = [pnpm, ...(nodeSuffices ? [] : [`node-${platform}-${process.arch}@${NODE}`])];

const env = { ...process.env };
for (const key of Object.keys(env)) if (/^npm_(config|package|lifecycle)_/i.test(key)) delete env[key];
env.PATH = join(tools, "node_modules", ".bin") + delimiter + env.PATH;
env.TURBO_TELEMETRY_DISABLED = "1";
env.WRANGLER_SEND_METRICS = "false";
// The Node that the user has: what is published must run on it, whatever the tools need.
env.WORKKIT_HOST_NODE ??= process.execPath;

const install = (command, args, options) => {
	const { status, error } = spawnSync(command, args, {
		stdio: ["ignore", "inherit", "inherit"],
		shell: windows,
		...options,
	});
	if (error) console.error(error.message);
	if (status !== 0) process.exit(status ?? 1);
};

const stamp = join(tools, "stamp.json");
const stamped = () => {
	try {
		return readFileSync(stamp, "utf8");
	} catch {
		return "";
	}
};
if (stamped() !== JSON.stringify(wanted)) {
	mkdirSync(tools, { recursive: true });
	// pnpm's install script puts the native binary in place; without it the bin has no shebang and turbo cannot run it.
	writeFileSync(join(tools, "package.json"), JSON.stringify({ private: true, allowScripts: { pnpm: true } }));
	const quiet = ["--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"];
	install("npm", ["install", ...quiet, ...wanted], { cwd: tools, env: process.env });
	writeFileSync(stamp, JSON.stringify(wanted));
}
install("pnpm", ["install", "--frozen-lockfile", "--prefer-offline", "--reporter=append-only"], { cwd: root, env });

if (script) {
	const child = spawn("pnpm", ["run", script, ...rest], { cwd: root, env, stdio: "inherit", shell: windows });
	for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
	// npm does not pass on a SIGTERM: whoever stops npm alone would leave the servers running.
	const parent = process.ppid;
	setInterval(() => process.ppid !== parent && child.kill("SIGTERM"), 500).unref();
	child.on("error", (error) => {
		console.error(error.message);
		process.exit(1);
	});
	child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}
