import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { afterEach, beforeEach, expect, it } from "vitest";

/** A Worker with one gateway for all requests, whose identical calls share a request. */
const source = (upstream: string): string => `
	import { waitUntil } from "cloudflare:workers";
	import { createGateway, withCache } from "@workkit/ai-gateway";

	const run = async (model) => ({ text: await (await fetch("${upstream}")).text(), raw: null, provider: "slow", model });
	const storage = { get: async () => null, put: async () => {}, delete: async () => {} };
	const base = createGateway({ providers: { slow: { type: "custom", run } }, defaultProvider: "slow" });
	const gateway = withCache(base, { storage, waitUntil });
	export default {
		async fetch(request) {
			const timeout = Number(new URL(request.url).searchParams.get("timeout"));
			const answer = await gateway.run("m", { prompt: "hi" }, { timeout }).catch(({ code }) => ({ code }));
			return Response.json({ ...answer, cache: answer.receipt?.cache });
		},
	};
`;

let upstream: Server;
let miniflare: Miniflare | undefined;
let asked = 0;
let answer = (): void => {};

beforeEach(async () => {
	upstream = createServer((_request, response) => {
		asked++;
		answer = () => void response.end("fine");
	});
	await new Promise<void>((resolve) => upstream.listen(0, "127.0.0.1", resolve));
});

afterEach(async () => {
	await miniflare?.dispose();
	upstream.closeAllConnections();
	upstream.close();
});

it("a request that waits for another request's call gets its answer, although the other one has ended", async () => {
	const { port } = upstream.address() as AddressInfo;
	const { outputFiles } = await build({
		stdin: { contents: source(`http://127.0.0.1:${port}/`), resolveDir: import.meta.dirname },
		tsconfig: new URL("../../../tsconfig.base.json", import.meta.url).pathname,
		bundle: true,
		format: "esm",
		write: false,
		external: ["cloudflare:*"],
	});
	const modules = { "worker.js": { type: "esm" as const, contents: outputFiles[0]?.text ?? "" } };
	miniflare = new Miniflare({
		cf: false,
		logRequests: false,
		workers: [
			{
				config: {
					name: "worker",
					type: "worker",
					compatibilityDate: "2026-08-01",
					manifest: { mainModule: "worker.js", modules },
				},
			},
		],
	});
	const url = await miniflare.ready;
	const ask = async (timeout: number) => (await fetch(new URL(`?timeout=${timeout}`, url))).json();
	const first = ask(500);
	while (asked === 0) await new Promise((resolve) => setTimeout(resolve, 5));
	const second = ask(20_000);
	expect(await first).toEqual({ code: "WORKKIT_TIMEOUT" });
	answer();
	expect(await second).toMatchObject({ text: "fine", cache: "coalesced" });
	expect(asked).toBe(1);
}, 30_000);
