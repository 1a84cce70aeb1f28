import { ConfigError, isErrorCode } from "@workkit/errors";
import { describe, expect, it, vi } from "vitest";
import { readAll, readUntilFailure, rejection } from "../test/outcome.ts";
import { type Reply, type Upstream, upstreamOf } from "../test/upstream.ts";
import {
	addText,
	type Codec,
	type CompleteGateway,
	createGateway,
	createTurn,
	type HttpProviderOptions,
	httpProvider,
	type Route,
} from "./index.ts";

const prompt = { prompt: "Hello" };
const answer = { said: "Hello" };

/** A wire of its own: whole answers are `{ said }`, each frame is a piece of text, and `end` closes. */
const codec: Codec = {
	vendor: "tiny",
	baseUrl: "https://tiny.example/v1",
	credentials: { Authorization: "Bearer tiny-secret" },
	encode: (call) => ({
		path: "/say",
		body: { model: call.model, stream: call.operation === "stream" },
		warnings: ["codec"],
	}),
	decode(body) {
		const turn = createTurn();
		addText(turn, "text", (body as typeof answer).said, () => {});
		return turn;
	},
	translator() {
		const turn = createTurn();
		return {
			turn,
			push({ data }, emit) {
				if (data === "end") return true;
				addText(turn, "text", data, emit);
				return false;
			},
			end() {},
		};
	},
};

function gatewayOf(
	options: HttpProviderOptions,
	...replies: Reply[]
): { gateway: CompleteGateway<"tiny">; upstream: Upstream } {
	const upstream = upstreamOf(replies[0] ?? { json: answer }, ...replies.slice(1));
	const tiny = httpProvider(codec, { fetch: upstream.fetch, ...options });
	return { upstream, gateway: createGateway({ providers: { tiny }, defaultProvider: "tiny" }) };
}

/** The headers of what was sent. */
const headersOf = ({ exchange }: Upstream): Headers => new Headers(exchange.init.headers);

describe("the request", () => {
	it("is a POST of the codec's body as JSON to the codec's URL, with its credentials", async () => {
		const { gateway, upstream } = gatewayOf({});
		await gateway.run("m", prompt);
		const { url, init, body } = upstream.exchange;
		expect([url, init.method]).toEqual(["https://tiny.example/v1/say", "POST"]);
		expect(body).toEqual({ model: "m", stream: false });
		expect(Object.fromEntries(headersOf(upstream))).toEqual({
			"content-type": "application/json",
			authorization: "Bearer tiny-secret",
		});
	});

	it("goes through the global fetch of the moment when no other is given", async () => {
		const provider = httpProvider(codec);
		const { fetch, exchanges } = upstreamOf({ json: answer });
		vi.stubGlobal("fetch", fetch);
		const gateway = createGateway({ providers: { tiny: provider }, defaultProvider: "tiny" });
		expect((await gateway.run("m", prompt)).text).toBe("Hello");
		expect(exchanges.length).toBe(1);
	});

	it("carries the call's signal, and none when there is none", async () => {
		const { gateway, upstream } = gatewayOf({});
		const { signal } = new AbortController();
		await gateway.run("m", prompt, { signal });
		expect(upstream.exchange.init.signal).toBe(signal);
		await gateway.run("m", prompt);
		expect("signal" in upstream.exchange.init).toBe(false);
	});
});

describe("a base URL", () => {
	it.each([
		["https://other.example", "https://other.example/say"],
		["https://other.example/", "https://other.example/say"],
		["https://other.example/v1", "https://other.example/v1/say"],
		["https://other.example/v1/", "https://other.example/v1/say"],
		["https://other.example/v1///", "https://other.example/v1/say"],
		["https://other.example/v1?api-version=2&x=%20", "https://other.example/v1/say?api-version=2&x=%20"],
		["https://other.example/v1/?api-version=2", "https://other.example/v1/say?api-version=2"],
		["https://other.example?key=a/b?c", "https://other.example/say?key=a/b?c"],
		["http://127.0.0.1:8080/v1", "http://127.0.0.1:8080/v1/say"],
		["http://[::1]:8080/v1", "http://[::1]:8080/v1/say"],
		["http://localhost:11434", "http://localhost:11434/say"],
	])("is joined with the path, its query kept: %s", async (baseUrl, url) => {
		const { gateway, upstream } = gatewayOf({ baseUrl });
		await gateway.run("m", prompt);
		expect(upstream.exchange.url).toBe(url);
	});

	it.each([
		"",
		" ",
		"other.example/v1",
		"//other.example/v1",
		"/v1",
		"ftp://other.example",
		"javascript:alert(1)",
		"https://",
		"https:///v1",
		"https://?x=1",
		"https://other.example/v1#part",
		"https://user:pass@other.example/v1",
		"https://token@other.example",
		"https://other .example/v1",
		"https://other.example/v1\n",
		" https://other.example/v1",
	])("is refused when requests cannot go there: %j", (baseUrl) => {
		expect(() => httpProvider(codec, { baseUrl })).toThrow(ConfigError);
	});
});

describe("headers", () => {
	it("of the provider replace the codec's, those of the call replace both, whatever their case", async () => {
		const { gateway, upstream } = gatewayOf({
			headers: { "X-Both": "provider", "X-Provider": "1", AUTHORIZATION: "own" },
		});
		await gateway.run("m", prompt, {
			headers: { "x-both": "call", "X-Call": "2", "Content-Type": "application/json; v=2" },
		});
		expect(Object.fromEntries(headersOf(upstream))).toEqual({
			authorization: "own",
			"content-type": "application/json; v=2",
			"x-both": "call",
			"x-call": "2",
			"x-provider": "1",
		});
		await gateway.run("m", prompt);
		expect(headersOf(upstream).get("x-both")).toBe("provider");
		expect(headersOf(upstream).has("x-call")).toBe(false);
	});

	it("may hold any character that a header can", async () => {
		const { gateway, upstream } = gatewayOf({ headers: { "x-name": "J\u00f6rg\tO'Neil~" } });
		await gateway.run("m", prompt);
		expect(new Headers(upstream.exchange.init.headers).get("x-name")).toBe("J\u00f6rg\tO'Neil~");
	});

	it.each([
		["a line feed", "secret\nx-admin: 1"],
		["a carriage return", "secret\rx"],
		["a NUL", "secret\u0000"],
		["a character above 255", "secret\u20ac"],
		["nothing", ""],
		["no text", 42 as unknown as string],
		["undefined", undefined as unknown as string],
	])("with %s are refused with a ConfigError that names the header and not its value", async (_what, value) => {
		const refused = (error: unknown): void => {
			expect(isErrorCode(error, "WORKKIT_CONFIG")).toBe(true);
			expect(String(error)).toContain("x-key");
			expect(JSON.stringify(error)).not.toContain("secret");
		};
		let thrown: unknown;
		try {
			httpProvider(codec, { headers: { "x-key": value } });
		} catch (error) {
			thrown = error;
		}
		refused(thrown);
		const { gateway, upstream } = gatewayOf({});
		refused(await rejection(gateway.run("m", prompt, { headers: { "x-key": value } })));
		expect(upstream.exchanges).toEqual([]);
	});

	it.each(["", "a b", "a:b", "a\nb", "é"])("whose name is %j are refused", async (name) => {
		expect(() => httpProvider(codec, { headers: { [name]: "1" } })).toThrow(ConfigError);
		const { gateway, upstream } = gatewayOf({});
		expect(isErrorCode(await rejection(gateway.run("m", prompt, { headers: { [name]: "1" } })), "WORKKIT_CONFIG")).toBe(
			true,
		);
		expect(upstream.exchanges).toEqual([]);
	});

	it("with a bad credential of the codec are refused when the provider is made", () => {
		const bad = { ...codec, credentials: { authorization: "Bearer a\nb" } };
		expect(() => httpProvider(bad)).toThrow(ConfigError);
	});
});

describe("a way through a gateway", () => {
	const route: Route = {
		baseUrl: "https://way.example/tiny",
		headers: { "X-Way": "way-token", "x-both": "way" },
		warnings: ["way"],
	};
	const via = { route: vi.fn(() => route), facts: () => ({ logId: "log-1" }) };

	it("gives URL and headers, wins over other headers, and its facts go into the receipt", async () => {
		const { gateway, upstream } = gatewayOf({ via, headers: { "x-both": "provider" } });
		const output = await gateway.run("m", prompt, { headers: { "x-both": "call" } });
		expect(upstream.exchange.url).toBe("https://way.example/tiny/say");
		expect(headersOf(upstream).get("x-way")).toBe("way-token");
		expect(headersOf(upstream).get("x-both")).toBe("way");
		expect(headersOf(upstream).get("authorization")).toBe("Bearer tiny-secret");
		expect(output.receipt.gateway).toEqual({ logId: "log-1" });
		expect(output.warnings).toEqual(["codec", "way"]);
		expect(via.route.mock.calls.at(-1)).toMatchObject(["tiny", { operation: "run", model: "m" }]);
	});

	it("is not taken when the provider has a base URL of its own: nothing of it is sent there", async () => {
		via.route.mockClear();
		const { gateway, upstream } = gatewayOf({ via, baseUrl: "https://other.example" });
		const output = await gateway.run("m", prompt);
		expect(upstream.exchange.url).toBe("https://other.example/say");
		expect(headersOf(upstream).has("x-way")).toBe(false);
		expect(via.route).not.toHaveBeenCalled();
		expect("gateway" in output.receipt).toBe(false);
	});

	it("is what `cfGateway` speaks to: a call that does not go through one is warned", async () => {
		const options = { cfGateway: { skipCache: true } };
		const straight = await gatewayOf({}).gateway.run("m", prompt, options);
		expect(straight.warnings).toEqual(["codec", expect.stringContaining("cfGateway")]);
		const through = await gatewayOf({ via }).gateway.run("m", prompt, options);
		expect(through.warnings).toEqual(["codec", "way"]);
	});

	it("tells its facts also of an answer that is an error", async () => {
		const { gateway } = gatewayOf({ via }, { status: 500, json: {} });
		const error = await rejection(gateway.run("m", prompt));
		expect(error).toMatchObject({ context: { receipt: { gateway: { logId: "log-1" } } } });
	});
});

describe("the answer", () => {
	it("of run is what the codec reads, with the raw answer and the warnings", async () => {
		const { gateway } = gatewayOf({});
		expect(await gateway.run("m", prompt)).toMatchObject({
			text: "Hello",
			raw: answer,
			provider: "tiny",
			model: "m",
			warnings: ["codec"],
		});
	});

	it("of stream is what the codec translates, with the warnings on done", async () => {
		const { gateway } = gatewayOf({}, { chunks: ["data: a\n\ndata: b\n\n", "data: end\n\n"] });
		const events = await readAll(await gateway.stream("m", prompt));
		expect(events).toEqual([
			{ type: "text", delta: "a" },
			{ type: "text", delta: "b" },
			expect.objectContaining({ type: "done", warnings: ["codec"] }),
		]);
	});

	it.each(["application/json", "application/json; charset=utf-8", "application/problem+json"])(
		"to a stream request may be a whole one: %s",
		async (type) => {
			const { gateway } = gatewayOf({}, { json: answer, headers: { "content-type": type } });
			const events = await readAll(await gateway.stream("m", prompt));
			expect(events).toEqual([
				{ type: "text", delta: "Hello" },
				expect.objectContaining({ type: "done", raw: answer, warnings: ["codec"] }),
			]);
		},
	);

	it("to a stream request without a body is an error", async () => {
		const fetch = async (): Promise<Response> => new Response(null, { status: 200 });
		const { gateway } = gatewayOf({ fetch });
		expect(isErrorCode(await rejection(gateway.stream("m", prompt)), "WORKKIT_STREAM_INTERRUPTED")).toBe(true);
	});

	it.each([
		["no JSON", { chunks: ["<html>"] }, "malformed"],
		["cut JSON", { chunks: ['{"said":"He'] }, "malformed"],
		["JSON of another shape", { json: null }, "malformed"],
		["cut by its connection", { chunks: ['{"said"'], end: { error: new TypeError("terminated") } }, "cut"],
	] as [string, Reply, string][])(
		"of run that is %s is a StreamInterruptedError, which may be tried again",
		async (_what, reply, reason) => {
			const { gateway } = gatewayOf({}, reply);
			const error = await rejection(gateway.run("m", prompt));
			expect(error).toMatchObject({ code: "WORKKIT_STREAM_INTERRUPTED", reason, retryable: true });
			expect(error).toMatchObject({
				context: { provider: "tiny", model: "m", receipt: { attempts: [{ status: 200 }] } },
			});
		},
	);

	it("is unsupported where the codec has no embeddings", async () => {
		const { gateway } = gatewayOf({});
		expect(isErrorCode(await rejection(gateway.embed("m", { text: "a" })), "WORKKIT_UNSUPPORTED_OPERATION")).toBe(true);
	});

	it("of a translator that throws anything is an error of ours, after the events before it", async () => {
		const upstream = upstreamOf({ chunks: ["data: a\n\n", "data: b\n\n"], end: "stay open" });
		const breaking: Codec = {
			...codec,
			translator(call) {
				const { turn, push, end } = codec.translator(call);
				return {
					turn,
					end,
					push(frame, emit) {
						if (frame.data === "b") throw new TypeError("undefined is not a function");
						return push(frame, emit);
					},
				};
			},
		};
		const tiny = httpProvider(breaking, { fetch: upstream.fetch });
		const stream = await createGateway({ providers: { tiny }, defaultProvider: "tiny" }).stream("m", prompt);
		const { events, error } = await readUntilFailure(stream);
		expect(events).toEqual([{ type: "text", delta: "a" }]);
		expect(error).toMatchObject({ code: "WORKKIT_STREAM_INTERRUPTED", context: { partial: { text: "a" } } });
		expect(upstream.exchange.cancelled.length).toBe(1);
	});
});

describe("a failure", () => {
	it.each([301, 302, 303, 307, 308])("is a redirect with %d, which is not followed", async (status) => {
		for (const operation of ["run", "stream"] as const) {
			const { gateway, upstream } = gatewayOf({}, { status, json: {}, headers: { location: "https://evil.example" } });
			const error = await rejection(gateway[operation]("m", prompt));
			expect(isErrorCode(error, "WORKKIT_CONFIG")).toBe(true);
			expect(error).toMatchObject({ retryable: false });
			expect(upstream.exchanges.length).toBe(1);
			expect(upstream.exchange.init.redirect).toBe("manual");
		}
	});

	it("of fetch is a ServiceUnavailableError with the cause, which may be tried again", async () => {
		const cause = new TypeError("connection refused");
		for (const operation of ["run", "stream"] as const) {
			const { gateway } = gatewayOf({}, { failure: cause });
			const error = await rejection(gateway[operation]("m", prompt));
			expect(error).toMatchObject({ code: "WORKKIT_SERVICE_UNAVAILABLE", retryable: true });
			expect((error as Error).cause).toBe(cause);
			expect(error).toMatchObject({ context: { provider: "tiny", model: "m" } });
		}
	});

	it("of fetch that is thrown at once is one too", async () => {
		const fetch = (): never => {
			throw new TypeError("at once");
		};
		const { gateway } = gatewayOf({ fetch });
		expect(isErrorCode(await rejection(gateway.run("m", prompt)), "WORKKIT_SERVICE_UNAVAILABLE")).toBe(true);
	});

	it("tells the vendor's message without the credentials of the request", async () => {
		const message = "Wrong key: tiny-secret, and x-key: other-secret";
		const { gateway } = gatewayOf(
			{ headers: { "x-key": "other-secret" } },
			{ status: 401, json: { error: { message } } },
		);
		const error = await rejection(gateway.run("m", prompt));
		expect(error).toMatchObject({ code: "WORKKIT_UNAUTHORIZED", retryable: false, context: { status: 401 } });
		expect(JSON.stringify(error)).not.toMatch(/tiny-secret|other-secret/);
		expect(String(error)).toContain("Wrong key");
	});

	it("leaves the vendor's message as it is where short or ordinary headers occur in it", async () => {
		const message = "Error 11: no model 1.1 of type a; say yes";
		const headers = { "x-a": "a", "x-one": "1", "x-yes": "yes", "api-version": "1.1", "content-type": "e" };
		const { gateway } = gatewayOf({ headers }, { status: 404, json: { error: { message } } });
		expect(await rejection(gateway.run("m", prompt))).toMatchObject({ context: { vendorMessage: message } });
	});

	it("carries the server's wait", async () => {
		const { gateway } = gatewayOf({}, { status: 429, json: {}, headers: { "retry-after": "7" } });
		expect(await rejection(gateway.run("m", prompt))).toMatchObject({
			code: "WORKKIT_RATE_LIMIT",
			retryAfterMs: 7_000,
		});
	});

	const circular: Record<string, unknown> = {};
	circular.self = circular;
	it.each([
		["a BigInt", { count: 1n }],
		["a circle", circular],
	])(
		"is the caller's when the input has %s, which JSON does not know: not tried again, nothing sent",
		async (_what, extra) => {
			const upstream = upstreamOf({ json: answer });
			const echo: Codec = { ...codec, encode: ({ input }) => ({ path: "/say", body: { ...input } }) };
			const tiny = httpProvider(echo, { fetch: upstream.fetch });
			const gateway = createGateway({ providers: { tiny }, defaultProvider: "tiny" });
			const error = await rejection(gateway.run("m", { prompt: "Hello", ...extra }));
			expect(isErrorCode(error, "WORKKIT_VALIDATION")).toBe(true);
			expect(upstream.exchanges).toEqual([]);
		},
	);
});
