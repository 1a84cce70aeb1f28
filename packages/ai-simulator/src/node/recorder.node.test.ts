import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import OpenAI from "openai";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSimulator } from "../index.ts";
import { type RecorderOptions, readCases, startRecorder, startReplayer } from "../node.ts";

const KEY = "sk-very-secret-key";
const ask = {
	model: "gpt-4.1",
	messages: [{ role: "user" as const, content: "Tell me of Paris" }],
	stream: true as const,
};

let directory: string;
beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "recorder-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

function everything(): string {
	const files = readdirSync(directory, { recursive: true, encoding: "utf8" }).map((file) => join(directory, file));
	return files.flatMap((file) => (statSync(file).isFile() ? [file, readFileSync(file, "utf8")] : [])).join("\n");
}

const simulated: RecorderOptions["fetch"] = createSimulator({ paceMs: 1 }).fetch;
const record = (options: Partial<RecorderOptions> = {}) =>
	startRecorder({ upstreams: { openai: "https://api.openai.com" }, directory, fetch: simulated, ...options });

const send = (url: string, body: unknown, path = "/openai/v1/chat/completions?api_key=query-secret&beta=true") =>
	fetch(url + path, {
		method: "POST",
		headers: { authorization: `Bearer ${KEY}`, cookie: "session=cookie-secret" },
		body: JSON.stringify(body),
	});

describe("startRecorder", () => {
	it("passes an official client's stream on, and it replays byte for byte and chunk by chunk", async () => {
		const recorder = await record();
		const text = async (url: string) => {
			const client = new OpenAI({ apiKey: KEY, baseURL: `${url}/openai/v1`, maxRetries: 0 });
			let read = "";
			for await (const chunk of await client.chat.completions.create(ask))
				read += chunk.choices[0]?.delta.content ?? "";
			return read;
		};
		const live = await text(recorder.url);
		expect(live).toContain("Paris");
		await recorder.close();
		expect(recorder.recorded()).toEqual(["openai/0001-stream-200"]);

		const replayer = await startReplayer({ cases: directory });
		expect(await text(replayer.url)).toBe(live);
		expect(replayer.replay.unused()).toEqual([]);
		await replayer.close();
		const [recorded] = readCases(directory);
		const sizes = recorded?.meta.timing?.chunks.map(([, bytes]) => bytes) ?? [];
		expect(sizes.length).toBeGreaterThan(5);
		expect(sizes.reduce((sum, bytes) => sum + bytes, 0)).toBe(recorded?.body.length);
	});

	it("writes no credentials, be they in headers or in the query", async () => {
		const recorder = await record();
		await (await send(recorder.url, ask)).text();
		await recorder.close();
		expect(everything()).not.toMatch(/secret/);
		expect(readCases(directory)[0]?.meta).toMatchObject({
			url: "https://api.openai.com/v1/chat/completions",
			query: "beta=true",
			headers: { "content-type": "text/event-stream; charset=utf-8", "x-request-id": expect.any(String) },
			wire: "openai-chat",
			streaming: true,
			fidelity: "exact",
		});
	});

	it("keeps no header of an answer but those it knows", async () => {
		const headers = { "set-cookie": "session=1", "x-account": "42", "openai-organization": "acme", "retry-after": "7" };
		const recorder = await record({ fetch: async () => new Response("{}", { headers }) });
		expect((await send(recorder.url, ask)).headers.get("x-account")).toBe("42");
		await recorder.close();
		expect(readCases(directory)[0]?.meta.headers).toEqual({
			"content-type": "text/plain;charset=UTF-8",
			"retry-after": "7",
		});
	});

	it("does not write an exchange with a credential in a body or a header", async () => {
		const echo: RecorderOptions["fetch"] = async (url, init) =>
			url.endsWith("header")
				? new Response("", { headers: { "x-request-id": KEY } })
				: new Response(`You sent ${new Headers(init.headers).get("authorization")}`);
		const recorder = await record({ fetch: echo });
		expect(await (await send(recorder.url, {}, "/openai/echo")).text()).toContain(KEY);
		await (await send(recorder.url, {}, "/openai/header")).text();
		await (await send(recorder.url, { KEY }, "/openai/v1")).text();
		await recorder.close();
		expect(recorder.recorded()).toEqual([]);
		expect(recorder.skipped()).toHaveLength(3);
		expect(everything()).toBe("");
	});

	it.each(["hash", "drop"] as const)("keeps no prompt (%s), and still finds the request", async (requests) => {
		const recorder = await record({ requests });
		const body = { ...ask, stream: false, messages: [{ role: "user", content: "A private matter" }] };
		const live = await (await send(recorder.url, body)).text();
		await recorder.close();
		const [recorded] = readCases(directory);
		expect(JSON.stringify(recorded?.request ?? "")).not.toContain("private");
		const role = expect.stringContaining("user");
		if (requests === "hash") expect(recorded?.request).toMatchObject({ model: "gpt-4.1", messages: [{ role }] });
		else expect(recorded?.request).toBeUndefined();
		const replayer = await startReplayer({ cases: directory, speed: 0 });
		expect(await (await send(replayer.url, body)).text()).toBe(live);
		expect((await send(replayer.url, ask)).status).toBe(404);
		await replayer.close();
	});

	it("records errors, and connections that break, and adds to what is there", async () => {
		const cut = createSimulator({
			script: [{ when: { stream: true }, reply: { fault: { type: "cut", afterBytes: 400 } } }],
		});
		const first = await record({ fetch: cut.fetch });
		await expect((await send(first.url, ask)).text()).rejects.toThrow();
		await first.close();
		const second = await record();
		await (await send(second.url, { ...ask, model: "llama" })).text();
		await second.close();
		expect(second.recorded()).toEqual(["openai/0002-whole-404"]);
		const replayer = await startReplayer({ cases: directory, speed: 0 });
		await expect((await send(replayer.url, ask)).text()).rejects.toThrow();
		expect((await send(replayer.url, { ...ask, model: "llama" })).status).toBe(404);
		await replayer.close();
		const index = JSON.parse(readFileSync(join(directory, "index.json"), "utf8"));
		expect([index.count, index.cases[1].name]).toEqual([2, "openai/0002-whole-404"]);
	});

	it("does not write what the client broke off", async () => {
		const recorder = await record({ fetch: createSimulator({ paceMs: 60_000 }).fetch });
		const controller = new AbortController();
		const response = await fetch(`${recorder.url}/openai/v1/chat/completions`, {
			method: "POST",
			headers: { authorization: `Bearer ${KEY}` },
			body: JSON.stringify(ask),
			signal: controller.signal,
		});
		await (response.body as ReadableStream).getReader().read();
		controller.abort();
		await recorder.close();
		expect([recorder.recorded(), recorder.skipped()]).toEqual([
			[],
			["/openai/v1/chat/completions: broken off by the client"],
		]);
	});

	it("writes an answer whose client hung up just before its end", async () => {
		let last = (): void => {};
		const body = new ReadableStream({
			start(controller) {
				controller.enqueue(new TextEncoder().encode("data: [DONE]\n\n"));
				last = () => controller.close();
			},
		});
		const recorder = await record({ fetch: async () => new Response(body) });
		const reader = ((await send(recorder.url, ask)).body as ReadableStream).getReader();
		await reader.read();
		await reader.cancel();
		const closed = recorder.close();
		last();
		await closed;
		expect(readCases(directory).map((recorded) => new TextDecoder().decode(recorded.body))).toEqual([
			"data: [DONE]\n\n",
		]);
	});

	it("knows no upstream but those it was given", async () => {
		const recorder = await record();
		expect((await send(recorder.url, {}, "/elsewhere/v1")).status).toBe(404);
		await recorder.close();
	});
});

describe("readCases", () => {
	it("refuses a body that is not the one that was recorded", async () => {
		const recorder = await record();
		await (await send(recorder.url, ask)).text();
		await recorder.close();
		writeFileSync(join(directory, "cases/openai/0001-stream-200/response.sse"), "altered");
		expect(() => readCases(directory)).toThrow("openai/0001-stream-200: the body is not the one that was recorded");
	});

	it("finds nothing where nothing is", () => {
		expect(readCases(join(directory, "nowhere"))).toEqual([]);
	});
});
