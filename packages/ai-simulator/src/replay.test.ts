import { describe, expect, it } from "vitest";
import { createReplay, type RecordedCase, type RecordedMeta } from "./index.ts";
import { replayBody } from "./replay-body.ts";
import { canonical, sha256 } from "./replay-match.ts";

const URL_OF = "https://api.openai.com/v1/chat/completions";
const bytesOf = (text: string) => new TextEncoder().encode(text);

function recorded(name: string, text: string, meta: Partial<RecordedMeta> = {}, request?: unknown): RecordedCase {
	const body = bytesOf(text);
	const whole = {
		name,
		provider: "openai",
		status: 200,
		headers: { "content-type": "application/json", "transfer-encoding": "chunked" },
		url: URL_OF,
		body: "response.json",
		bodyBytes: body.length,
		bodySha256: "",
		...meta,
	};
	return request === undefined ? { meta: whole, body } : { meta: whole, body, request };
}

const post = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
	method: "POST",
	body: JSON.stringify(body),
	headers,
});

async function chunksOf(response: Response): Promise<string[]> {
	const chunks: string[] = [];
	const decoder = new TextDecoder();
	const reader = (response.body as ReadableStream<Uint8Array>).getReader();
	for (;;) {
		const next = await reader.read().catch(() => undefined);
		if (next === undefined) return [...chunks, "cut"];
		if (next.done) return chunks;
		chunks.push(decoder.decode(next.value, { stream: true }));
	}
}

describe("replayBody", () => {
	it("waits for the time of each chunk, and for the end's", async () => {
		const timing = { headersMs: 5, chunks: [[10, 2] as const, [40, 4] as const], endMs: 80, end: "done" as const };
		const waits: number[] = [];
		const body = replayBody(
			recorded("openai/a", "abcdef", { timing }),
			async (atMs) => {
				waits.push(atMs);
			},
			undefined,
		);
		expect(await chunksOf(new Response(body))).toEqual(["ab", "cdef"]);
		expect(waits).toEqual([10, 40, 80]);
	});
});

describe("createReplay", () => {
	it("answers by the request, whatever the order of its members", async () => {
		const replay = createReplay([
			recorded("openai/a", "A", {}, { model: "m", n: [1, { a: 1, b: 2 }] }),
			recorded("openai/b", "B", { status: 429, headers: { "retry-after": "7" } }, { model: "m", n: [1] }),
		]);
		const second = await replay.fetch(URL_OF, post({ n: [1], model: "m" }));
		expect([second.status, second.headers.get("retry-after"), await second.text()]).toEqual([429, "7", "B"]);
		const first = await replay.fetch(URL_OF, post({ n: [1, { b: 2, a: 1 }], model: "m" }));
		expect([first.headers.get("content-type"), await first.text()]).toEqual(["application/json", "A"]);
		expect(first.headers.has("transfer-encoding")).toBe(false);
	});

	it("finds a request by its hash alone", async () => {
		const requestSha256 = await sha256(canonical('{"b":1,"a":2}'));
		const replay = createReplay([recorded("openai/a", "A", { requestSha256 })]);
		expect(await (await replay.fetch(URL_OF, post({ a: 2, b: 1 }))).text()).toBe("A");
		expect((await replay.fetch(URL_OF, post({ a: 1, b: 2 }))).status).toBe(404);
	});

	it("answers the same request in turn, and with the last from then on", async () => {
		const replay = createReplay([recorded("openai/a", "A", {}, {}), recorded("openai/b", "B", {}, {})]);
		const ask = async () => (await replay.fetch(URL_OF, post({}))).text();
		expect(replay.unused()).toEqual(["openai/a", "openai/b"]);
		expect([await ask(), await ask(), await ask()]).toEqual(["A", "B", "B"]);
		expect(replay.unused()).toEqual([]);
		replay.reset();
		expect(await ask()).toBe("A");
	});

	it.each<[string, Partial<RecordedMeta>, string, boolean]>([
		["the same address", {}, URL_OF, true],
		["a base URL of its own", {}, "http://127.0.0.1:1/proxy/v1/chat/completions", true],
		["another path", {}, "https://api.openai.com/v1/embeddings", false],
		["an address nobody knows", { url: null }, "http://127.0.0.1/any", true],
		["a part that was taken out", { url: "https://x.y/accounts/{account}/run" }, "http://h/accounts/a1/run", true],
		["a host that was taken out", { url: "<BASE>/run" }, "http://h/v1/run", true],
		["the recorder's path", { path: "/openai/run", url: "https://x.y/v9/run" }, "http://h/openai/run", true],
		["the vendor's behind it", { path: "/openai/run", url: "https://x.y/v9/run" }, "https://x.y/v9/run", true],
		["neither", { path: "/openai/run", url: "https://x.y/v9/run" }, "https://x.y/run", false],
		["its query and more", { query: "beta=true" }, `${URL_OF}?beta=true&key=1`, true],
		["another query", { query: "beta=true" }, `${URL_OF}?beta=false`, false],
		["another method", { method: "GET" }, URL_OF, false],
	])("tells a request by %s", async (_, meta, url, isFound) => {
		const replay = createReplay([recorded("openai/a", "A", meta, {})]);
		expect((await replay.fetch(url, post({}))).ok).toBe(isFound);
	});

	it("answers by name whatever is asked, and says what it has nothing for", async () => {
		const replay = createReplay([recorded("openai/a", "A")]);
		const named = await replay.fetch("http://h/x", post(1, { "x-replay-case": "openai/a" }));
		expect(await named.text()).toBe("A");
		const missing = await replay.fetch(URL_OF, post({}));
		expect([missing.status, await missing.json()]).toEqual([
			404,
			{
				error: { message: "Nothing was recorded for POST /v1/chat/completions with this body.", type: "not_recorded" },
			},
		]);
		expect((await replay.fetch(URL_OF, post({}, { "x-replay-case": "openai/b" }))).status).toBe(404);
	});

	const timing = { headersMs: 5, chunks: [[10, 2] as const, [40, 1] as const, [60, 3] as const], endMs: 80 };

	it.each([0, 1, 8])("keeps chunks as they were, at speed %i", async (speed) => {
		const replay = createReplay([recorded("openai/a", "äbcde", { timing: { ...timing, end: "done" } }, {})], { speed });
		expect(await chunksOf(await replay.fetch(URL_OF, post({})))).toEqual(["ä", "b", "cde"]);
	});

	it("breaks where the connection broke", async () => {
		const replay = createReplay([recorded("openai/a", "äbcde", { timing: { ...timing, end: "cut" } }, {})], {
			speed: 0,
		});
		expect(await chunksOf(await replay.fetch(URL_OF, post({})))).toEqual(["ä", "b", "cde", "cut"]);
	});

	it("can be broken off, before the answer and within it", async () => {
		const slow = { headersMs: 0, chunks: [[0, 1] as const, [60_000, 1] as const], endMs: 60_000, end: "done" as const };
		const replay = createReplay([recorded("openai/a", "ab", { timing: slow }, {})]);
		const controller = new AbortController();
		const response = await replay.fetch(URL_OF, { ...post({}), signal: controller.signal });
		const reader = (response.body as ReadableStream<Uint8Array>).getReader();
		await reader.read();
		const waiting = reader.read();
		const reason = new Error("enough");
		controller.abort(reason);
		await expect(waiting).rejects.toBe(reason);
		await expect(replay.fetch(URL_OF, { ...post({}), signal: controller.signal })).rejects.toBe(reason);
	});

	it("has no body where there is none", async () => {
		const replay = createReplay([recorded("openai/a", "", { status: 204 }, {})]);
		expect((await replay.fetch(URL_OF, post({}))).body).toBeNull();
	});
});
