import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { build, stop } from "esbuild";
import { Miniflare } from "miniflare";

/** The Worker in a workerd of its own. */
export interface LocalWorker {
	readonly url: string;
	/** Which provider is real, which simulated. */
	readonly providers: Readonly<Record<string, "real" | "simulated">>;
	readonly close: () => Promise<void>;
}

/** How to start it. */
export interface LocalOptions {
	/** Default: 8787, or a free port where that is taken. */
	readonly port?: number | undefined;
	/** Simulates all vendors, also those that there is a key for. */
	readonly offline?: boolean;
	/** Between the frames of simulated streams. Default 30. */
	readonly paceMs?: number;
}

const names = ["OPENAI_KEY", "ANTHROPIC_KEY", "CF_ACCOUNT_ID", "CF_GATEWAY_ID", "CF_AIG_TOKEN"];

/** Keys and ids: from `.dev.vars`, where the environment does not say otherwise. */
function readVariables(): Record<string, string> {
	const file = join(import.meta.dirname, ".dev.vars");
	const variables = { ...(existsSync(file) && parseEnv(readFileSync(file, "utf8"))), ...process.env };
	return Object.fromEntries(names.flatMap((name) => (variables[name] ? [[name, variables[name]]] : [])));
}

/** The URL of a simulator: the one that the environment names, or one of our own. */
async function simulatorUrl(paceMs: number): Promise<{ url: string; close?: () => Promise<void> }> {
	if (process.env.SIMULATOR_URL) return { url: process.env.SIMULATOR_URL };
	const { startSimulator } = await import("@workkit/ai-simulator/node");
	return startSimulator({ paceMs });
}

async function bundle(): Promise<string> {
	const { outputFiles } = await build({
		absWorkingDir: import.meta.dirname,
		entryPoints: ["src/worker.ts"],
		bundle: true,
		write: false,
		format: "esm",
		target: "es2022",
		conditions: ["workerd"],
		loader: { ".html": "text" },
		sourcemap: "inline",
		external: ["cloudflare:*"],
	});
	await stop();
	return outputFiles[0]?.text ?? "";
}

function isFree(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const probe = createServer();
		probe.once("error", () => resolve(false));
		probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
	});
}

/**
 * Bundles the Worker and runs it in workerd on 127.0.0.1, with a real `env.AI` whose requests go to the simulator. Miniflare
 * ends workerd, and this process, by itself on SIGINT, SIGTERM and SIGHUP.
 */
export async function startLocal({ port, offline = false, paceMs = 30 }: LocalOptions = {}): Promise<LocalWorker> {
	const variables = offline ? {} : readVariables();
	const [simulator, contents] = await Promise.all([simulatorUrl(paceMs), bundle()]);
	const texts = Object.entries({ ...variables, SIMULATOR_URL: simulator.url });
	const miniflare = new Miniflare({
		host: "127.0.0.1",
		port: port ?? ((await isFree(8787)) ? 8787 : 0),
		cf: false,
		logRequests: false,
		workers: [
			{
				config: {
					name: "gateway-worker",
					type: "worker",
					compatibilityDate: "2026-07-01",
					compatibilityFlags: ["enable_request_signal"],
					manifest: { mainModule: "worker.js", modules: { "worker.js": { type: "esm", contents } } },
					env: {
						AI: { type: "ai", remote: true },
						RATE_LIMIT_KV: { type: "kv", id: "rate-limit" },
						...Object.fromEntries(texts.map(([name, value]) => [name, { type: "text" as const, value }])),
					},
				},
				dev: { remoteProxyConnectionString: new URL(simulator.url) as never },
			},
		],
	});
	const { origin } = await miniflare.ready;
	return {
		url: origin,
		providers: {
			"workers-ai": "simulated",
			openai: variables.OPENAI_KEY ? "real" : "simulated",
			anthropic: variables.ANTHROPIC_KEY ? "real" : "simulated",
		},
		async close() {
			await miniflare.dispose();
			await simulator.close?.();
		},
	};
}
