import { fork } from "node:child_process";
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { build } from "esbuild";
import { type Wire, wires } from "./candidates/candidate.ts";
import { median } from "./measure.ts";
import type { Cell, Findings } from "./report.ts";
import { startWorkers, type Workerd } from "./workerd.ts";

const pieces = 200;
const requests = 20;
const rounds = 3;

/** The same Worker on each; the vendors' SDKs are one Worker, and have nothing for Workers AI. */
const workers: Readonly<Record<string, { file: string; wires: readonly Wire[] }>> = {
	limit: { file: "limit", wires },
	ours: { file: "ours", wires },
	aiSdk: { file: "ai-sdk", wires },
	vendorSdks: { file: "vendor-sdks", wires: ["openai", "anthropic"] },
	tanstack: { file: "tanstack", wires },
};

async function bundled(file: string): Promise<string> {
	const { outputFiles } = await build({
		absWorkingDir: import.meta.dirname,
		entryPoints: [`workers/${file}.ts`],
		bundle: true,
		write: false,
		format: "esm",
		target: "es2022",
		conditions: ["workerd", "worker", "browser"],
		loader: { ".html": "text" },
		external: ["cloudflare:*", "node:*"],
		logLevel: "error",
	});
	return outputFiles[0]?.text ?? "";
}

/** One request on a connection of its own: a kept one may be closed just when it is used. */
async function post(url: URL, body: unknown): Promise<string> {
	const sent = request(url, { method: "POST", agent: false, headers: { "content-type": "application/json" } });
	sent.end(JSON.stringify(body));
	const [response] = (await once(sent, "response")) as [IncomingMessage];
	return text(response);
}

/** Asks for so many streams, two at a time, and reads them to the end. */
async function ask(url: URL, provider: Wire, count: number): Promise<void> {
	let left = count;
	const one = async (): Promise<void> => {
		while (left-- > 0) {
			const answer = await post(url, { prompt: "Hi", stream: true, provider });
			if (answer.split("jumps").length < pieces / 15) throw new Error(`${provider}: ${answer.slice(0, 500)}`);
		}
	};
	await Promise.all([one(), one()]);
}

/** Processor time of the demo Worker, and of the same Worker on the alternatives. */
export async function cpu(): Promise<Findings> {
	const vendor = fork(new URL("vendor.ts", import.meta.url), [String(pieces)]);
	const started: Record<string, Workerd> = {};
	try {
		const [port] = await once(vendor, "message");
		for (const [key, { file }] of Object.entries(workers)) {
			started[key] = await startWorkers([{ "worker.js": await bundled(file) }], {
				SIMULATOR_URL: `http://127.0.0.1:${port}`,
			});
		}
		return { ...about, cells: await measured(started) };
	} finally {
		for (const { close } of Object.values(started)) await close();
		vendor.kill();
	}
}

async function measured(started: Readonly<Record<string, Workerd>>): Promise<Cell[]> {
	const cells: Cell[] = [];
	for (const wire of wires) {
		const keys = Object.keys(started).filter((key) => workers[key]?.wires.includes(wire));
		const times: Record<string, number[]> = Object.fromEntries(keys.map((key) => [key, []]));
		for (let round = -1; round < rounds; round++) {
			for (const key of keys) {
				const workerd = started[key];
				if (!workerd) continue;
				const before = workerd.processorMs();
				await ask(workerd.url, wire, requests);
				if (round >= 0) times[key]?.push((workerd.processorMs() - before) / requests);
			}
		}
		for (const key of keys) {
			const ratio = median((times[key] ?? []).map((ms, round) => ms / (times.limit?.[round] ?? Number.NaN)));
			cells.push({ work: wire, candidate: key, value: median(times[key] ?? []), ratio });
		}
	}
	return cells;
}

const about: Omit<Findings, "cells"> = {
	title: `Processor time of a streamed request of ${pieces} events in workerd`,
	unit: "ms",
	baseline: "limit",
	method: `The demo Worker (\`apps/gateway-worker\`) and the same Worker written on each alternative, each in a workerd of its own; vendors in another process send one frame per write. Time of the workerd process from \`/proc\` over ${requests} requests, median of ${rounds} rounds in turns. Its HTTP is in it: the limit shows how much that is.`,
};
