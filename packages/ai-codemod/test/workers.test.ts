import { createSimulator, type ScriptRule } from "@workkit/ai-simulator";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

interface Worker {
	fetch(request: Request, env: { readonly AI: unknown; readonly GATEWAY: string }): Promise<Response>;
}
declare global {
	interface ImportMeta {
		/** The bundler puts the modules that match in its place. */
		glob<Module>(pattern: string, options: { readonly eager: true }): Record<string, Module>;
	}
}

const before = import.meta.glob<{ default: Worker }>("./fixtures/*/before.{ts,js}", { eager: true });
const after = import.meta.glob<{ default: Worker }>("./fixtures/*/after.{ts,js}", { eager: true });

const full = { error: { code: 3040 } };

/** What the account does. */
const worlds: Readonly<Record<string, ScriptRule[]>> = {
	"answers by itself": [],
	"is full at first": [{ when: { times: 1 }, reply: full }],
	"has no room for one model": [{ when: { model: "*70b-instruct" }, reply: full }],
	"is always full": [{ reply: full }],
	"says what is no JSON": [{ reply: "Not JSON" }],
	"says nothing": [{ reply: "" }],
};

/** The text of frames, and how they end: not where one frame ends and the next begins. */
function readFrames(body: string): unknown {
	const frames = body.split("\n\n").filter(Boolean);
	const texts = frames.slice(0, -1).map((frame) => JSON.parse(frame.replace("data: ", "")).response ?? "");
	return { text: texts.join(""), end: frames.at(-1) };
}

/** What a Worker answers, or throws, and what it asked for that. */
async function visit(worker: Worker, script: ScriptRule[]): Promise<unknown> {
	const simulator = createSimulator({ script, gateway: { gateways: ["my-gateway"] } });
	const request = new Request("https://worker.example/", { method: "POST", body: "Use get_weather for Paris" });
	const settled = worker.fetch(request, { AI: simulator.ai, GATEWAY: "my-gateway" }).then(
		async (response) => {
			const isStream = response.headers.get("content-type")?.includes("event-stream");
			const body = await response.text();
			return { status: response.status, body: isStream ? readFrames(body) : body };
		},
		(error: { statusCode?: number }) => ({ thrown: error.statusCode }),
	);
	let answer: unknown;
	settled.then((value) => {
		answer = value;
	});
	// Waits between retries take no time.
	while (answer === undefined) await vi.advanceTimersByTimeAsync(1_000);
	const told = { answer, asked: simulator.requests().map(({ url, body }) => ({ url, body })) };
	// Ids of calls that have none of their own are made up.
	return JSON.parse(JSON.stringify(told).replace(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, "id"));
}

beforeEach(() => {
	vi.useFakeTimers();
	vi.spyOn(console, "warn").mockImplementation(() => {});
	vi.spyOn(console, "log").mockImplementation(() => {});
});
afterEach(() => void vi.useRealTimers());

const names = Object.keys(before).map((path) => path.replace(/^\.\/fixtures\/|\/before\.[jt]s$/g, ""));

function workerOf(modules: typeof before, name: string): Worker {
	const path = Object.keys(modules).find((each) => each.startsWith(`./fixtures/${name}/`)) ?? "";
	return modules[path]?.default as Worker;
}

describe.each(names)("the Worker %s", (name) => {
	it.each(Object.entries(worlds))("does on the gateway what it did, when the account %s", async (_what, script) => {
		expect(await visit(workerOf(after, name), script)).toEqual(await visit(workerOf(before, name), script));
	});

	it("asks something, and answers", async () => {
		const { answer, asked } = (await visit(workerOf(after, name), [])) as {
			answer: { status: number };
			asked: unknown[];
		};
		expect(answer.status).toBe(200);
		expect(asked.length).toBeGreaterThan(0);
	});
});

it("runs the same tools in turns", async () => {
	const call = { toolCalls: [{ name: "get_weather", arguments: { city: "Paris" } }] };
	const script = [{ when: { times: 1 }, reply: call }, { reply: "It is sunny." }];
	const told = await visit(workerOf(after, "tools"), script);
	expect(told).toEqual(await visit(workerOf(before, "tools"), script));
	expect(JSON.stringify(told)).toContain("Sunny in Paris");
});
