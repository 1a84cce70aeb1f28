import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { type GatewayStreamEvent, readEvents } from "@workkit/ai-gateway";
import { type SimulatorServer, startSimulator } from "@workkit/ai-simulator/node";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

const start = fileURLToPath(new URL("../start.ts", import.meta.url));
const providers = ["workers-ai", "openai", "anthropic"];
const children: ChildProcess[] = [];
let simulator: SimulatorServer;
let url: string;

/** `start.ts` in a process group of its own, without anybody's keys, and the URL that it prints. */
async function startWorker(): Promise<{ child: ChildProcess; url: string }> {
	const keys = { OPENAI_KEY: "", ANTHROPIC_KEY: "", CF_ACCOUNT_ID: "", CF_GATEWAY_ID: "" };
	const env = { ...process.env, ...keys, PORT: "0", SIMULATOR_URL: simulator.url };
	const child = spawn(process.execPath, [start], { detached: true, env, stdio: "pipe" });
	children.push(child);
	let output = "";
	for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
	const found = () => /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0];
	await vi.waitFor(() => expect(found(), output).toBeDefined(), 15_000);
	return { child, url: found()! };
}

function isAlive(group: number): boolean {
	try {
		return process.kill(-group, 0);
	} catch {
		return false;
	}
}

const post = (body: unknown, signal: AbortSignal | null = null) =>
	fetch(url, { method: "POST", body: JSON.stringify(body), signal });

const lastRequest = () => simulator.simulator.requests().at(-1);

beforeAll(async () => {
	simulator = await startSimulator({
		paceMs: 10,
		reply({ text }) {
			if (text === "long") return "word ".repeat(10_000);
			if (text === "wait") return { delayMs: Number.POSITIVE_INFINITY };
			if (text === "cut") return { fault: { type: "cut", afterFrames: 6 } };
			if (text === "busy") return { error: { status: 429, headers: { "retry-after": "7" } } };
			return undefined;
		},
	});
	({ url } = await startWorker());
}, 20_000);

afterAll(async () => {
	for (const { pid } of children) if (isAlive(pid!)) process.kill(-pid!, "SIGKILL");
	await simulator?.close();
});

describe("the page", () => {
	it("is served to browsers with the providers and their models in it", async () => {
		const response = await fetch(url);
		const html = await response.text();
		expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
		expect(html).toContain('"name":"workers-ai","models":["@cf/');
		expect(html).toContain('"name":"anthropic","models":["claude-');
	});

	it("loads nothing from elsewhere", async () => {
		const html = await (await fetch(url)).text();
		expect(html).not.toMatch(/(src|href)="(?!data:)/);
	});
});

describe.each(providers)("asked for %s, the Worker", (provider) => {
	it("answers with one JSON object", async () => {
		const response = await post({ prompt: "Grüße 🌍", provider });
		expect(response.status).toBe(200);
		expect(await response.json()).toEqual({
			response: 'You said "Grüße 🌍". This answer is simulated.',
			provider,
			model: expect.any(String),
			usage: expect.objectContaining({ inputTokens: expect.any(Number), outputTokens: expect.any(Number) }),
		});
	});

	it("streams typed events, one per data line, then [DONE]", async () => {
		const response = await post({ prompt: "Grüße 🌍", provider, stream: true });
		expect(response.headers.get("content-type")).toMatch("text/event-stream");
		const frames = (await response.text()).split("\n\n");
		expect(frames.slice(-2)).toEqual(["data: [DONE]", ""]);
		const events = frames.slice(0, -2).map((frame) => JSON.parse(frame.slice("data: ".length)) as GatewayStreamEvent);
		const text = events.map((event) => (event.type === "text" ? event.delta : "")).join("");
		expect(text).toBe('You said "Grüße 🌍". This answer is simulated.');
		expect(events.filter((event) => event.type === "text").length).toBeGreaterThan(1);
		expect(events.at(-1)).toMatchObject({
			type: "done",
			finishReason: "stop",
			usage: { outputTokens: expect.any(Number) },
		});
	});

	it("stops the vendor's stream when the client goes away", async () => {
		const controller = new AbortController();
		const response = await post({ prompt: "long", provider, stream: true }, controller.signal);
		const reader = readEvents<GatewayStreamEvent>(response.body!).getReader();
		expect((await reader.read()).value).toMatchObject({ type: "text" });
		expect(lastRequest()?.cancelled).toBe(false);
		controller.abort();
		await vi.waitFor(() => expect(lastRequest()?.cancelled).toBe(true), 3_000);
	});

	it("stops waiting for the vendor when the client goes away", async () => {
		const count = simulator.simulator.requests().length;
		const { hostname, port } = new URL(url);
		const body = JSON.stringify({ prompt: "wait", provider });
		const client = connect(Number(port), hostname);
		client.write(`POST / HTTP/1.1\r\nhost: ${hostname}\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
		await vi.waitFor(() => expect(simulator.simulator.requests().length).toBe(count + 1), 3_000);
		// As long as it has nothing to send, workerd takes a closed connection for one that only listens; a reset one is gone.
		client.resetAndDestroy();
		await vi.waitFor(() => expect(lastRequest()?.cancelled).toBe(true), 3_000);
	});

	it("ends a stream that was cut with an error frame and without [DONE]", async () => {
		const body = await (await post({ prompt: "cut", provider, stream: true })).text();
		expect(body).toContain('event: error\ndata: {"error":{"code":"WORKKIT_STREAM_INTERRUPTED"');
		expect(body).not.toContain("[DONE]");
	});

	it("passes on the vendor's wish to wait", async () => {
		const response = await post({ prompt: "busy", provider, stream: true });
		expect(response.status).toBe(429);
		expect(response.headers.get("retry-after")).toBe("7");
	});
});

describe("the Worker", () => {
	it("asks the named model", async () => {
		await post({ prompt: "Hello", provider: "openai", model: "gpt-4o" });
		expect(lastRequest()?.body).toMatchObject({ model: "gpt-4o" });
	});

	it.each([
		["no JSON", "nope", "must be JSON"],
		["a list", "[]", "must be JSON"],
		["no prompt", "{}", "`prompt` must be"],
		["an empty prompt", '{"prompt":" "}', "`prompt` must be"],
		["a prompt that is no text", '{"prompt":["Hello"]}', "`prompt` must be"],
		["stream that is no boolean", '{"prompt":"Hello","stream":"yes"}', "`stream` must be true or false"],
		["an unknown provider", '{"prompt":"Hello","provider":"toString"}', "one of workers-ai, openai, anthropic"],
		["a model of another provider", '{"prompt":"Hello","provider":"openai","model":"claude-sonnet-4-6"}', "`model`"],
	])("refuses %s and asks nobody", async (_, body, message) => {
		const count = simulator.simulator.requests().length;
		const response = await fetch(url, { method: "POST", body });
		expect(response.status).toBe(400);
		const { error } = (await response.json()) as { error: { code: string; message: string } };
		expect(error.code).toBe("WORKKIT_VALIDATION");
		expect(error.message).toContain(message);
		expect(simulator.simulator.requests().length).toBe(count);
	});

	it("knows no other path and no other method", async () => {
		expect((await fetch(`${url}/other`)).status).toBe(404);
		const response = await fetch(url, { method: "PUT", body: "{}" });
		expect(response.status).toBe(405);
		expect(response.headers.get("allow")).toBe("GET, HEAD, POST");
	});

	// The last one that asks this Worker: it uses up what is left of the minute.
	it("answers no address more than 60 times a minute", async () => {
		let response = await post({});
		// Twice the limit, should the next minute begin meanwhile.
		for (let asked = 1; asked < 125 && response.status === 400; asked++) response = await post({});
		expect(response.status).toBe(429);
		expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
	});
});

describe("npm start", () => {
	it.each(["SIGINT", "SIGTERM"] as const)(
		"leaves no process behind on %s",
		async (signal) => {
			const { child, url: own } = await startWorker();
			expect((await fetch(own)).status).toBe(200);
			expect(isAlive(child.pid!)).toBe(true);
			child.kill(signal);
			await once(child, "exit");
			await vi.waitFor(() => expect(isAlive(child.pid!)).toBe(false), 3_000);
			await expect(fetch(own)).rejects.toThrow();
		},
		13_000,
	);
});
