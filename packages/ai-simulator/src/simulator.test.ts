import { describe, expect, it } from "vitest";
import { createSimulator, type ReplyFault, type Simulator, type SimulatorOptions } from "./index.ts";

const URL_OF = "https://api.openai.com/v1/chat/completions";

function ask(simulator: Simulator, body: object = {}, signal?: AbortSignal): Promise<Response> {
	return simulator.fetch(URL_OF, {
		method: "POST",
		headers: { authorization: "Bearer k" },
		body: JSON.stringify({ model: "gpt-4.1", messages: [{ role: "user", content: "Hello" }], stream: true, ...body }),
		...(signal === undefined ? {} : { signal }),
	});
}

/** All that could be read, and how it ended. */
async function read(response: Response): Promise<{ frames: string[]; ended: "done" | "error" }> {
	const reader = (response.body as ReadableStream<Uint8Array>).getReader();
	const frames: string[] = [];
	try {
		for (;;) {
			const next = await reader.read();
			if (next.done) return { frames, ended: "done" };
			frames.push(new TextDecoder().decode(next.value));
		}
	} catch {
		return { frames, ended: "error" };
	}
}

const faulty = (fault: ReplyFault, options: SimulatorOptions = {}) =>
	createSimulator({ ...options, reply: () => ({ fault }) });

describe("createSimulator", () => {
	it("gives the same answers after a reset and with the same seed, and other ids with another", async () => {
		const simulator = createSimulator();
		const first = await (await ask(simulator)).text();
		const second = await (await ask(simulator)).text();
		simulator.reset();
		expect(await (await ask(simulator)).text()).toBe(first);
		expect(await (await ask(createSimulator())).text()).toBe(first);
		expect(second).not.toBe(first);
		expect(await (await ask(createSimulator({ seed: 1 }))).text()).not.toBe(first);
	});

	it("records requests and forgets them", async () => {
		const simulator = createSimulator();
		await (await ask(simulator)).text();
		await simulator.fetch("https://elsewhere.example/", { method: "POST", body: "plain" });
		expect(simulator.requests()).toMatchObject([
			{
				method: "POST",
				url: URL_OF,
				wire: "openai",
				status: 200,
				finished: true,
				cancelled: false,
				body: { model: "gpt-4.1" },
				headers: { authorization: "Bearer k" },
			},
			{ url: "https://elsewhere.example/", wire: undefined, status: 404, body: "plain" },
		]);
		simulator.reset();
		expect(simulator.requests()).toEqual([]);
	});

	it("lets a script fail a request by its number", async () => {
		const simulator = createSimulator({
			reply: ({ requestNumber }) =>
				requestNumber === 1 ? { error: { status: 503, headers: { "retry-after": "7" } } } : "Second time lucky.",
		});
		const first = await ask(simulator);
		expect([first.status, first.headers.get("retry-after")]).toEqual([503, "7"]);
		expect(await (await ask(simulator, { stream: false })).json()).toMatchObject({
			choices: [{ message: { content: "Second time lucky." } }],
		});
	});

	it("fails like an unreachable host when the script throws", async () => {
		const simulator = createSimulator({
			reply: () => {
				throw new TypeError("fetch failed");
			},
		});
		await expect(ask(simulator)).rejects.toThrow("fetch failed");
	});

	it("shows the script what was asked", async () => {
		const prompts: unknown[] = [];
		const simulator = createSimulator({
			reply: (prompt) => {
				prompts.push(prompt);
				return undefined;
			},
		});
		await ask(simulator, { max_completion_tokens: 9, stream: false });
		expect(prompts).toMatchObject([
			{
				wire: "openai",
				operation: "chat",
				model: "gpt-4.1",
				text: "Hello",
				maxTokens: 9,
				stream: false,
				requestNumber: 1,
			},
		]);
	});

	it.each([
		["/openai/v1/models/%E0%A4%A", 404],
		["/anthropic/v1/models/%E0%A4%A", 404],
		["/client/v4/accounts/sim/ai/run/%E0%A4%A", 400],
		["/v1/sim/g/workers-ai/@cf/%E0%A4%A", 400],
	])("refuses the badly encoded path %s as a name that does not exist", async (path, status) => {
		const simulator = createSimulator({ gateway: { gateways: ["g"] } });
		const response = await simulator.fetch(`http://sim${path}`, {
			method: path.includes("models") ? "GET" : "POST",
			headers: { authorization: "Bearer k", "anthropic-version": "2023-06-01" },
			...(path.includes("models") ? {} : { body: '{"prompt":"Hello"}' }),
		});
		expect(response.status).toBe(status);
		expect(await response.json()).toMatchObject(
			path.includes("models")
				? { error: { message: expect.stringMatching("%E0%A4%A") } }
				: { errors: [{ code: 5007 }] },
		);
	});

	it("makes no frame before it is asked for", async () => {
		const simulator = createSimulator();
		const reader = ((await ask(simulator)).body as ReadableStream<Uint8Array>).getReader();
		await reader.read();
		await reader.read();
		expect(simulator.requests()).toMatchObject([{ framesSent: 2, finished: false, cancelled: false }]);
		await reader.cancel();
		expect(simulator.requests()).toMatchObject([{ framesSent: 2, finished: false, cancelled: true }]);
	});

	it("has finished when the last frame was read, though nobody waited for the end", async () => {
		const simulator = createSimulator();
		const reader = ((await ask(simulator)).body as ReadableStream<Uint8Array>).getReader();
		let text = "";
		while (!text.includes("[DONE]")) text += new TextDecoder().decode((await reader.read()).value);
		await reader.cancel();
		expect(simulator.requests()).toMatchObject([{ finished: true, cancelled: false }]);
	});

	it("fills a reader's own buffer", async () => {
		const reader = ((await ask(createSimulator())).body as ReadableStream<Uint8Array>).getReader({ mode: "byob" });
		let text = "";
		for (;;) {
			const next = await reader.read(new Uint8Array(64));
			if (next.done) break;
			text += new TextDecoder().decode(next.value);
		}
		expect(text).toMatch(/\[DONE\]\n\n$/);
	});

	it("rejects with the caller's own reason, before the answer and within it", async () => {
		const reason = new Error("changed my mind");
		await expect(ask(createSimulator(), {}, AbortSignal.abort(reason))).rejects.toBe(reason);
		const controller = new AbortController();
		const simulator = createSimulator();
		const reader = ((await ask(simulator, {}, controller.signal)).body as ReadableStream<Uint8Array>).getReader();
		await reader.read();
		controller.abort(reason);
		await expect(reader.read()).rejects.toBe(reason);
		expect(simulator.requests()).toMatchObject([{ cancelled: true }]);
	});
});

describe("scripted faults", () => {
	it("cuts a stream: everything before the cut arrives, then an error", async () => {
		const simulator = faulty({ type: "cut", afterFrames: 3 });
		const { frames, ended } = await read(await ask(simulator));
		expect([frames.length, ended]).toEqual([3, "error"]);
		expect(simulator.requests()).toMatchObject([{ finished: false, cancelled: false }]);
	});

	it("ends a stream early without an error", async () => {
		const { frames, ended } = await read(await ask(faulty({ type: "end", afterFrames: 3 })));
		expect([frames.length, ended]).toEqual([3, "done"]);
	});

	it("puts a broken frame into a stream that goes on", async () => {
		const { frames } = await read(await ask(faulty({ type: "malformed", afterFrames: 2 })));
		expect(() => JSON.parse(frames[2]?.slice("data: ".length) ?? "{}")).toThrow(SyntaxError);
		expect(frames.at(-1)).toBe("data: [DONE]\n\n");
	});

	it("stalls until the reader gives up", async () => {
		const simulator = faulty({ type: "stall", afterFrames: 1 });
		const controller = new AbortController();
		const reader = ((await ask(simulator, {}, controller.signal)).body as ReadableStream<Uint8Array>).getReader();
		expect((await reader.read()).done).toBe(false);
		const stalled = reader.read();
		controller.abort();
		await expect(stalled).rejects.toMatchObject({ name: "AbortError" });
		expect(simulator.requests()).toMatchObject([{ framesSent: 1, cancelled: true }]);
	});

	it.each<[ReplyFault["type"], "done" | "error"]>([
		["cut", "error"],
		["end", "done"],
		["malformed", "done"],
	])("%s leaves half of a body that is not streamed", async (type, expected) => {
		const { frames, ended } = await read(await ask(faulty({ type }), { stream: false }));
		expect([frames.length, ended]).toEqual([1, expected]);
		expect(() => JSON.parse(frames.join(""))).toThrow(SyntaxError);
	});

	it("cuts tool arguments in the middle at the token limit", async () => {
		const simulator = createSimulator({
			reply: () => ({ toolCalls: [{ name: "save", arguments: { text: "long enough" } }] }),
		});
		expect(await (await ask(simulator, { stream: false, max_completion_tokens: 3 })).json()).toMatchObject({
			choices: [{ message: { tool_calls: [{ function: { arguments: '{"text":"lon' } }] }, finish_reason: "length" }],
		});
	});
});

describe("faults by bytes", () => {
	it("cut a stream after so many bytes, in the middle of a frame too", async () => {
		const whole = await (await ask(createSimulator())).text();
		for (const afterBytes of [0, 1, 100, 400]) {
			const { frames, ended } = await read(await ask(faulty({ type: "cut", afterBytes })));
			expect([frames.join(""), ended]).toEqual([whole.slice(0, afterBytes), "error"]);
		}
	});

	it("end a body that is not streamed after so many bytes", async () => {
		const { frames, ended } = await read(await ask(faulty({ type: "end", afterBytes: 20 }), { stream: false }));
		expect([frames.join("").length, ended]).toEqual([20, "done"]);
	});

	it("strike a stream that is too short for them before its last frame", async () => {
		const all = (await read(await ask(createSimulator()))).frames;
		for (const fault of [{ afterBytes: 1e9 }, { afterFrames: all.length + 1 }]) {
			const { frames, ended } = await read(await ask(faulty({ type: "cut", ...fault })));
			expect([frames.length, ended]).toEqual([all.length - 1, "error"]);
		}
	});

	it("keep the headers back", async () => {
		const hanging = ask(faulty({ type: "hang" }), {}, AbortSignal.timeout(5));
		await expect(hanging).rejects.toMatchObject({ name: "TimeoutError" });
	});
});
