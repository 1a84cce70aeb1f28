// Runs the Worker in `wrangler dev`, as `npm start` does, and checks that it does all that it should: offline, logged in nowhere.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type Check, checkGatewayLog, checks } from "./test/checks.ts";

const home = join(import.meta.dirname, ".wrangler/home");
const bin = join(import.meta.dirname, "node_modules/.bin/wrangler");

/** `wrangler dev` in a process group of its own, and the URL that it prints. */
async function startWrangler(configs: readonly string[]): Promise<{ child: ChildProcess; url: string }> {
	const files = [...configs, "offline/vector-index.jsonc"].flatMap((file) => ["-c", file]);
	const child = spawn(
		bin,
		["dev", ...files, "--ip", "127.0.0.1", "--port", "0", "--show-interactive-dev-session=false"],
		{
			cwd: import.meta.dirname,
			detached: true,
			// Nobody's login, and nothing remembered from an earlier run.
			env: {
				...process.env,
				HOME: home,
				XDG_CONFIG_HOME: home,
				WRANGLER_SEND_METRICS: "false",
				CLOUDFLARE_API_TOKEN: "",
			},
		},
	);
	let output = "";
	const url = new Promise<string>((resolve, reject) => {
		for (const stream of [child.stdout, child.stderr]) {
			stream.on("data", (chunk) => {
				output += chunk;
				const found = /Ready on (http:\/\/127\.0\.0\.1:\d+)/.exec(output)?.[1];
				if (found) resolve(found);
			});
		}
		child.once("exit", (code) => reject(new Error(`wrangler ended with ${code}:\n${output}`)));
	});
	return { child, url: await url };
}

async function tryWith(title: string, configs: readonly string[], all: Readonly<Record<string, Check>>) {
	const { child, url } = await startWrangler(configs);
	try {
		for (const [name, check] of Object.entries(all)) {
			await check((path, body) =>
				fetch(url + path, body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
			).catch((error) => {
				throw new Error(`${title}: ${name}`, { cause: error });
			});
		}
		console.log(`${title}: ${Object.keys(all).length} checks passed`);
	} finally {
		// Its process group: workerd is a child of it.
		if (child.pid !== undefined) process.kill(-child.pid, "SIGTERM");
		await once(child, "exit");
	}
}

try {
	const log = { "reads and marks the gateway's log": checkGatewayLog };
	await tryWith("wrangler dev, the platform's binding code", ["offline/wrangler.jsonc"], { ...checks, ...log });
	await tryWith("wrangler dev, by RPC", ["offline/wrangler.rpc.jsonc", "offline/simulator.jsonc"], checks);
} finally {
	await rm(home, { recursive: true, force: true });
}
