import { describe, expect, it } from "vitest";
import {
	type AiInput,
	anthropic,
	cloudflareGateway,
	createGateway,
	type GatewayConfig,
	openai,
	type ProviderConfig,
	type StreamOptions,
} from "./index.ts";

const apiKey = "the-api-key-0123456789";
const authToken = "the-gateway-token-0123456789";
const prompt = "the confidential prompt";

type Http = "openai" | "anthropic";
const https: Http[] = ["openai", "anthropic"];

/** One request, whatever carried it. */
interface Sent {
	url: string;
	headers: Record<string, string>;
	redirect?: unknown;
	body: unknown;
}

/** An answer that every provider can read. */
const answer = {
	choices: [{ index: 0, message: { content: "ok" }, finish_reason: "stop" }],
	content: [{ type: "text", text: "ok" }],
	data: [{ index: 0, embedding: [1] }],
	stop_reason: "end_turn",
};

/** A `fetch` and a binding that keep what they are given. */
function recorder(respond: () => unknown = () => Response.json(answer)) {
	const sent: Sent[] = [];
	const fetch = async (url: string, init: RequestInit): Promise<Response> => {
		const { headers, body, redirect } = init;
		sent.push({ url, headers: headers as Record<string, string>, redirect, body: JSON.parse(String(body)) });
		return respond() as Response;
	};
	const binding = {
		async run(model: string, inputs: object, options: Record<string, unknown>): Promise<unknown> {
			const { extraHeaders = {}, ...rest } = options;
			sent.push({ url: "binding:", headers: extraHeaders as Record<string, string>, body: { model, inputs, rest } });
			return respond();
		},
	};
	return { sent, fetch, binding };
}

/** A gateway with one provider record, under the key `mine`. */
function gatewayOf(mine: ProviderConfig, cfGateway?: GatewayConfig["cfGateway"]) {
	return createGateway({ providers: { mine }, defaultProvider: "mine", ...(cfGateway && { cfGateway }) });
}

/** Every text that can be found in an error: its own fields, those that nobody lists, its causes and contexts, all the way down. */
function textsOf(value: unknown, seen = new Set<unknown>()): string[] {
	if (typeof value === "string") return [value];
	if (typeof value !== "object" || value === null || seen.has(value)) return [];
	seen.add(value);
	const own = Reflect.ownKeys(value).flatMap((key) => [String(key), ...textsOf(Reflect.get(value, key), seen)]);
	return value instanceof Error ? [...own, String(value), value.stack ?? "", JSON.stringify(value)] : own;
}

/** What a promise rejects with. */
async function rejectionOf(promise: Promise<unknown>): Promise<Error & { context: Record<string, unknown> }> {
	return promise.then(
		() => {
			throw new Error("It did not reject.");
		},
		(error) => error,
	);
}

/** Runs, or streams to the end. */
async function ask(
	gateway: ReturnType<typeof gatewayOf>,
	how: "run" | "stream",
	options?: StreamOptions,
): Promise<void> {
	if (how === "run") await gateway.run("m", { prompt }, options as never);
	else {
		const reader = (await gateway.stream("m", { prompt }, options as never)).getReader();
		while (!(await reader.read()).done);
	}
}

describe("the gateway's token", () => {
	const bases = [
		undefined,
		"https://models.example/v1",
		"https://api.openai.com/v1",
		"https://gateway.ai.cloudflare.com.models.example/v1",
		"https://gateway.ai.cloudflare.com/v1/somebody/else/openai",
		"http://127.0.0.1:1234/gateway.ai.cloudflare.com/v1",
	];
	const gateways: GatewayConfig["cfGateway"][] = [
		undefined,
		{ accountId: "a", gatewayId: "g" },
		{ accountId: "a", gatewayId: "g", authToken },
		{
			accountId: "a",
			gatewayId: "g",
			authToken,
			cacheTtl: 60,
			skipCache: true,
			metadata: { a: 1 },
			byokAlias: "b",
			cacheKey: "k",
		},
	];
	const calls: StreamOptions[] = [
		{},
		{ metadata: { call: "yes" } },
		{ cfGateway: { cacheTtl: 5, eventId: "e", zdr: true } },
		{ headers: { "x-call": "1" }, metadata: { call: "yes" }, cfGateway: { skipCache: true } },
	];

	/** Every operation of a provider in every combination. */
	async function* combinations(make: (base: string | undefined, fetch: ReturnType<typeof recorder>) => ProviderConfig) {
		for (const base of bases) {
			for (const cfGateway of gateways) {
				for (const options of calls) {
					const recorded = recorder();
					const gateway = gatewayOf(make(base, recorded), cfGateway);
					await ask(gateway, "run", options);
					await ask(gateway, "stream", options);
					await gateway.embed("m", { text: "a" }, options as never).catch(() => {});
					yield { base, cfGateway, sent: recorded.sent };
				}
			}
		}
	}

	it.each(https)("and its headers go from %s to the gateway's host and nowhere else", async (type) => {
		let throughGateway = 0;
		for await (const { base, cfGateway, sent } of combinations((baseUrl, { fetch }) => ({
			type,
			apiKey,
			fetch,
			baseUrl,
		}))) {
			expect(sent.length).toBe(type === "openai" ? 3 : 2);
			for (const { url, headers, body } of sent) {
				const cloudflare = Object.keys(headers).filter((name) => /^cf-/i.test(name));
				expect(url).not.toContain(authToken);
				expect(JSON.stringify(body)).not.toContain(authToken);
				if (base === undefined && cfGateway) {
					throughGateway++;
					expect(new URL(url).host).toBe("gateway.ai.cloudflare.com");
					expect(headers["cf-aig-authorization"]).toBe(cfGateway.authToken && `Bearer ${authToken}`);
				} else {
					expect(url.startsWith(base ?? `https://api.${type}.com/v1`)).toBe(true);
					expect(cloudflare).toEqual([]);
					expect(Object.values(headers).join()).not.toContain(authToken);
				}
			}
		}
		expect(throughGateway).toBeGreaterThan(0);
	});

	it("and its headers do not go to the binding, unless it has a gateway of its own", async () => {
		for await (const { sent } of combinations((_base, { binding }) => ({ type: "workers-ai", binding }))) {
			expect(sent).toHaveLength(3);
			for (const one of sent) {
				expect(JSON.stringify(one)).not.toMatch(/cf-aig|the-gateway-token/);
				expect((one.body as { rest: object }).rest).toEqual({ returnRawResponse: true });
			}
		}
	});

	it("does not go to providers of the caller's own", async () => {
		const given: unknown[] = [];
		const mine: ProviderConfig = {
			type: "custom",
			async run(...parts) {
				given.push(parts);
				return { raw: null, provider: "mine", model: "m" };
			},
		};
		await gatewayOf(mine, { accountId: "a", gatewayId: "g", authToken }).run("m", { prompt });
		expect(JSON.stringify(given)).not.toContain(authToken);
	});

	it("does not go with provider objects that were made without it", async () => {
		const { sent, fetch } = recorder();
		const gateway = createGateway({
			providers: {
				object: openai({ apiKey, fetch }),
				own: anthropic({
					apiKey,
					fetch,
					baseUrl: "https://models.example/v1",
					via: cloudflareGateway({ accountId: "a", gatewayId: "g", authToken }),
				}),
			},
			defaultProvider: "object",
			cfGateway: { accountId: "a", gatewayId: "g", authToken },
		});
		await gateway.run("m", { prompt });
		await gateway.run("m", { prompt }, { provider: "own" });
		expect(sent.map(({ url }) => new URL(url).host)).toEqual(["api.openai.com", "models.example"]);
		expect(JSON.stringify(sent)).not.toMatch(/cf-aig|the-gateway-token/);
	});

	it("is not mixed up between providers that share the gateway", async () => {
		const { sent, fetch } = recorder();
		const gateway = createGateway({
			providers: {
				a: { type: "openai", apiKey: "key-a", fetch },
				b: { type: "anthropic", apiKey: "key-b", fetch },
				c: { type: "openai", apiKey: "key-c", fetch, baseUrl: "https://models.example/v1" },
			},
			defaultProvider: "a",
			cfGateway: { accountId: "a", gatewayId: "g", authToken },
		});
		for (const provider of ["a", "b", "c"] as const) await gateway.run("m", { prompt }, { provider });
		expect(
			sent.map(({ url, headers }) => [new URL(url).pathname, Object.values(headers).join().match(/key-./g)]),
		).toEqual([
			["/v1/a/g/openai/chat/completions", ["key-a"]],
			["/v1/a/g/anthropic/v1/messages", ["key-b"]],
			["/v1/chat/completions", ["key-c"]],
		]);
	});
});

describe.each(https)("a redirect over %s", (type) => {
	it.each([301, 302, 303, 307, 308])("with %d is not followed, and the error says what to do", async (status) => {
		const headers = { location: "https://evil.example/steal" };
		const { sent, fetch } = recorder(() => new Response(null, { status, headers }));
		for (const how of ["run", "stream"] as const) {
			const error = await rejectionOf(ask(gatewayOf({ type, apiKey, fetch }), how));
			expect(error).toMatchObject({
				code: "WORKKIT_CONFIG",
				retryable: false,
				message: expect.stringContaining("baseUrl"),
			});
			expect(textsOf(error).join()).not.toContain(apiKey);
		}
		expect(sent.map(({ redirect }) => redirect)).toEqual(["manual", "manual"]);
	});
});

describe.each(https)("an error over %s holds no secrets", (type) => {
	/** Everything in what a vendor's answer is turned into. */
	async function textsOfAnswer(respond: () => unknown, how: "run" | "stream" = "run"): Promise<string> {
		const { fetch } = recorder(respond);
		const gateway = gatewayOf(
			{ type, apiKey, fetch, headers: { "x-tenant-secret": "tenant-secret-value" } },
			{ accountId: "a", gatewayId: "g", authToken },
		);
		return textsOf(await rejectionOf(ask(gateway, how))).join("\n");
	}

	const echo = `You sent ${apiKey}, Bearer ${apiKey}, ${authToken} and tenant-secret-value.`;
	const forms: [string, () => unknown][] = [
		["its message", () => ({ error: { message: echo, type: "invalid_request_error" } })],
		["its type", () => ({ error: { message: "no", type: echo } })],
		["its code", () => ({ error: { message: "no", code: echo } })],
		["a code that is no text", () => ({ error: { message: "no", code: { request: echo } } })],
		["a list", () => ({ error: [{ code: 2009, message: echo }] })],
		["a word", () => ({ error: echo })],
		["its detail", () => ({ detail: [{ msg: echo, input: echo }] })],
	];

	it.each(forms)("when the vendor repeats them in %s", async (_where, body) => {
		for (const status of [400, 401, 403, 404, 429, 500, 529]) {
			const texts = await textsOfAnswer(() => Response.json(body(), { status }));
			expect(texts).not.toMatch(/the-api-key|the-gateway-token|tenant-secret-value/);
		}
	});

	it("when the vendor repeats them in plain text", async () => {
		expect(await textsOfAnswer(() => new Response(echo, { status: 401 }))).not.toMatch(
			/the-api-key|the-gateway-token|tenant-secret/,
		);
	});

	it("when the vendor repeats them often enough for one to be cut in half", async () => {
		for (let shift = 0; shift < 40; shift++) {
			const message = "x".repeat(shift) + apiKey.repeat(500);
			const texts = await textsOfAnswer(() => Response.json({ error: { message } }, { status: 401 }));
			expect(texts).not.toMatch(/the-api|-key-0|0123456789/);
		}
	});

	it("when the vendor repeats them in a stream, or in the body of a 200", async () => {
		const frame = { type: "error", error: { message: echo, type: "vague" } };
		const streamed = () =>
			new Response(`data: ${JSON.stringify(frame)}\n\n`, { headers: { "content-type": "text/event-stream" } });
		expect(await textsOfAnswer(streamed, "stream")).not.toMatch(/the-api-key|the-gateway-token|tenant-secret/);
		expect(await textsOfAnswer(() => Response.json(frame), "run")).not.toMatch(
			/the-api-key|the-gateway-token|tenant-secret/,
		);
	});

	it("when they look like a key but are somebody else's", async () => {
		const message = "Incorrect API key provided: sk-proj-abcdefghijklmnop. You can find your key at …";
		expect(await textsOfAnswer(() => Response.json({ error: { message } }, { status: 401 }))).not.toContain(
			"abcdefghijklmnop",
		);
	});

	it("and no prompt or body that the vendor repeats beside its message", async () => {
		const body = {
			error: { message: "Refused.", request: prompt, param: prompt },
			prompt,
			echo: { messages: [{ content: prompt }] },
		};
		for (const status of [400, 500]) {
			const texts = await textsOfAnswer(() => Response.json(body, { status }));
			expect(texts).not.toContain("confidential");
			expect(texts).toContain("Refused.");
		}
	});

	it("nor of an answer that cannot be read", async () => {
		for (const respond of [
			() => new Response(`{"echo": "${prompt}", ${apiKey}`, { headers: { "content-type": "application/json" } }),
			() => Response.json({ echo: prompt, key: apiKey }),
			() => Response.json([prompt, apiKey]),
		]) {
			expect(await textsOfAnswer(respond)).not.toMatch(/confidential|the-api-key/);
		}
		const frame = () =>
			new Response(`data: {"broken": "${prompt} ${apiKey}\n\n`, { headers: { "content-type": "text/event-stream" } });
		expect(await textsOfAnswer(frame, "stream")).not.toMatch(/confidential|the-api-key/);
	});

	it("nor of a proxy's page", async () => {
		const page = `<html><head><title>400</title></head><body>${prompt} ${apiKey}</body></html>`;
		expect(await textsOfAnswer(() => new Response(page, { status: 400 }))).not.toMatch(/confidential|the-api-key/);
	});

	it("and never more than 2 KB of what a vendor of megabytes says", async () => {
		const huge = "ü".repeat(2_500_000);
		for (const body of [
			{ error: { message: huge } },
			{ error: { type: huge, code: huge, message: "m" } },
			huge,
			{ detail: huge },
			{ huge },
		]) {
			const { fetch } = recorder(
				() => new Response(typeof body === "string" ? body : JSON.stringify(body), { status: 400 }),
			);
			const error = await rejectionOf(ask(gatewayOf({ type, apiKey, fetch }), "run"));
			const said = String(error.context.vendorMessage ?? "");
			expect(new TextEncoder().encode(said).length).toBeLessThanOrEqual(2048);
			expect(textsOf(error).join("").length).toBeLessThan(50_000);
		}
	});

	it("when the request itself cannot be sent", async () => {
		const { fetch } = recorder(() => {
			throw new TypeError("fetch failed");
		});
		expect(textsOf(await rejectionOf(ask(gatewayOf({ type, apiKey, fetch }), "run"))).join()).not.toMatch(
			/the-api-key|confidential/,
		);
	});
});

describe("an error of the binding holds no bodies", () => {
	it("whether it is thrown or answered", async () => {
		const huge = prompt.repeat(200_000);
		for (const respond of [
			() => Response.json({ errors: [{ code: 5004, message: "m" }], echo: huge }, { status: 400 }),
			() => new Response(`<html>${huge}</html>`, { status: 403 }),
			() => {
				throw new Error(`<html>${huge}</html>`);
			},
		]) {
			const { binding } = recorder(respond);
			const texts = textsOf(await rejectionOf(ask(gatewayOf({ type: "workers-ai", binding }), "run"))).join();
			expect(texts).not.toContain("confidential");
		}
	});
});

describe("what no header may carry", () => {
	const evil = [
		"secret\nvalue",
		"secret\rvalue",
		"secret\r\nx-injected: value",
		"secret\0value",
		"secret-ключ",
		"secret-😀",
	];
	const refused = (value: string) => ({ code: "WORKKIT_CONFIG", retryable: false, value });

	/** What making the gateway throws. */
	function thrownBy(make: () => unknown): Error {
		try {
			make();
		} catch (error) {
			return error as Error;
		}
		throw new Error("It did not throw.");
	}

	it.each(evil)("is refused in keys, headers, ids and tokens, and not repeated: %j", (value) => {
		const { fetch } = recorder();
		const ids = { accountId: "a", gatewayId: "g" };
		for (const type of https) {
			for (const [provider, cfGateway, named] of [
				[{ apiKey: value }, undefined, "apiKey"],
				[{ apiKey, headers: { "x-a": value } }, undefined, "x-a"],
				[{ apiKey, headers: { [value]: "a" } }, undefined, "header"],
				[{ apiKey }, { ...ids, accountId: value }, "accountId"],
				[{ apiKey }, { ...ids, gatewayId: value }, "gatewayId"],
				[{ apiKey }, { ...ids, authToken: value }, "authToken"],
			] as const) {
				const error = thrownBy(() => gatewayOf({ type, fetch, ...provider }, cfGateway));
				expect(error).toMatchObject({ code: refused(value).code, message: expect.stringContaining(named) });
				expect(textsOf(error).join()).not.toMatch(/secret|injected|value/);
			}
		}
	});

	it.each(evil)("is refused in headers and controls of a call, before it is sent: %j", async (value) => {
		for (const options of [
			{ headers: { "x-a": value } },
			{ headers: { [value]: "a" } },
			{ cfGateway: { cacheKey: value } },
			{ cfGateway: { eventId: value } },
		] as StreamOptions[]) {
			for (const type of https) {
				const { sent, fetch } = recorder();
				const gateway = gatewayOf({ type, apiKey, fetch }, { accountId: "a", gatewayId: "g" });
				const error = await rejectionOf(ask(gateway, "run", options));
				expect(error).toMatchObject({ code: "WORKKIT_CONFIG", retryable: false });
				expect(textsOf(error).join()).not.toMatch(/secret|injected/);
				expect(sent).toEqual([]);
			}
		}
	});

	it.each(evil)("is refused in headers for the binding: %j", async (value) => {
		for (const headers of [{ "x-a": value }, { [value]: "a" }]) {
			const { sent, binding } = recorder();
			const error = await rejectionOf(ask(gatewayOf({ type: "workers-ai", binding }), "run", { headers }));
			expect(error).toMatchObject({ code: "WORKKIT_CONFIG", retryable: false });
			expect(textsOf(error).join()).not.toMatch(/secret|injected/);
			expect(sent).toEqual([]);
		}
	});

	it.each(evil)("is escaped in metadata: %j", async (value) => {
		const { sent, fetch } = recorder();
		const metadata = { a: value, [value]: "b" };
		await gatewayOf({ type: "openai", apiKey, fetch }, { accountId: "a", gatewayId: "g" }).run(
			"m",
			{ prompt },
			{ metadata },
		);
		const header = sent[0]?.headers["cf-aig-metadata"] ?? "";
		expect(header).toMatch(/^[\x20-\x7e]+$/);
		expect(JSON.parse(header)).toEqual(metadata);
	});

	it.each(["https://user:secret@models.example/v1", "https://secret@models.example/v1"])(
		"is refused in a base URL, which may hold no credentials either: %s",
		(baseUrl) => {
			const error = thrownBy(() => gatewayOf({ type: "openai", apiKey, baseUrl }));
			expect(error).toMatchObject({ code: "WORKKIT_CONFIG", message: expect.stringContaining("baseUrl") });
			expect(textsOf(error).join()).not.toContain("secret");
		},
	);
});

describe("names that every object has", () => {
	const names = ["toString", "constructor", "__proto__", "hasOwnProperty", "valueOf", "prototype"];

	it.each(names)("are no provider: %s", async (name) => {
		const { sent, fetch } = recorder();
		const provider: ProviderConfig = { type: "openai", apiKey, fetch };
		const providers = { mine: provider };
		expect(() => createGateway({ providers, defaultProvider: name as "mine" })).toThrow(
			expect.objectContaining({ code: "WORKKIT_CONFIG" }),
		);
		const gateway = createGateway({ providers, defaultProvider: "mine" });
		for (const how of ["run", "stream"] as const) {
			const error = await rejectionOf(ask(gateway, how, { provider: name }));
			expect(error).toMatchObject({ code: "WORKKIT_CONFIG", message: expect.stringMatching(/mine/) });
		}
		const routed = createGateway({ providers, defaultProvider: "mine", router: { resolve: () => name as "mine" } });
		expect(await rejectionOf(ask(routed, "run"))).toMatchObject({ code: "WORKKIT_CONFIG" });
		expect(sent).toEqual([]);
	});

	it.each(names)("are no type of provider: %s", (type) => {
		expect(() => gatewayOf({ type, apiKey } as never)).toThrow(
			expect.objectContaining({
				code: "WORKKIT_CONFIG",
				message: expect.stringMatching(/openai.*anthropic|anthropic.*openai/),
			}),
		);
	});
});

describe("the model that was asked for", () => {
	const inputs: AiInput[] = [
		{ prompt, model: "dearer" },
		{ messages: [{ role: "user", content: "Hello" }], model: "dearer" },
		JSON.parse('{"prompt":"Hello","model":"dearer","__proto__":{"model":"dearer"}}'),
	];

	it.each(inputs)("is the one that is sent: %j", async (input) => {
		for (const type of https) {
			const { sent, fetch } = recorder();
			const gateway = gatewayOf({ type, apiKey, fetch });
			await gateway.run("approved", input);
			await gateway.stream("approved", input);
			expect(sent.map(({ body }) => (body as { model: string }).model)).toEqual(["approved", "approved"]);
		}
		const { sent, binding } = recorder();
		const gateway = gatewayOf({ type: "workers-ai", binding });
		await gateway.run("approved", input);
		await gateway.stream("approved", input);
		for (const { body } of sent) {
			expect(body).toMatchObject({ model: "approved" });
			expect(Object.keys((body as { inputs: object }).inputs)).not.toContain("model");
		}
	});

	it("is the one that is sent with the raw input of another task, and with texts to embed", async () => {
		const { sent, binding } = recorder();
		const gateway = gatewayOf({ type: "workers-ai", binding });
		await gateway.run("approved", { input: "Hello", model: "dearer" });
		await gateway.stream("approved", { input: "Hello", model: "dearer" });
		await gateway.embed("approved", { text: "Hello", model: "dearer" }).catch(() => {});
		expect(sent).toHaveLength(3);
		for (const { body } of sent) {
			expect(body).toMatchObject({ model: "approved" });
			expect((body as { inputs: object }).inputs).not.toHaveProperty("model");
		}
	});
});

describe("`__proto__`", () => {
	const clean = () => expect((Object.prototype as Record<string, unknown>).polluted).toBeUndefined();
	const poison = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"a":1}';

	it("in the arguments of a call is a name like any other", async () => {
		const call = { id: "1", type: "function", function: { name: "f", arguments: poison } };
		const bodies: [ProviderConfig["type"], unknown][] = [
			[
				"openai",
				{ choices: [{ index: 0, message: { content: null, tool_calls: [call] }, finish_reason: "tool_calls" }] },
			],
			[
				"anthropic",
				{ content: [{ type: "tool_use", id: "1", name: "f", input: JSON.parse(poison) }], stop_reason: "tool_use" },
			],
			["workers-ai", { response: null, tool_calls: [{ name: "f", arguments: JSON.parse(poison) }] }],
		];
		for (const [type, body] of bodies) {
			const { fetch, binding } = recorder(
				() => new Response(JSON.stringify(body), { headers: { "content-type": "application/json" } }),
			);
			const gateway = gatewayOf({ type, apiKey, fetch, binding } as ProviderConfig);
			const [toolCall] = (await gateway.run("m", { prompt })).toolCalls ?? [];
			expect(Object.keys(toolCall?.arguments ?? {}).sort()).toEqual(["__proto__", "a", "constructor"]);
			expect(Object.getPrototypeOf(toolCall?.arguments)).toBe(Object.prototype);
			clean();
			const reader = (await gateway.stream("m", { prompt })).getReader();
			const { value } = await reader.read();
			expect(value).toMatchObject({ type: "tool_use", name: "f" });
			expect(Object.getPrototypeOf((value as { input: object }).input)).toBe(Object.prototype);
			clean();
		}
	});

	it("in inputs, options, settings and errors changes nothing", async () => {
		const { fetch, binding } = recorder();
		const input = JSON.parse(`{"prompt":"Hello","__proto__":{"polluted":true,"temperature":2}}`);
		const options = JSON.parse(`{"metadata":${poison},"headers":{"__proto__":"x"},"__proto__":{"provider":"other"}}`);
		for (const type of [...https, "workers-ai"]) {
			const gateway = gatewayOf({ type, apiKey, fetch, binding } as ProviderConfig, { accountId: "a", gatewayId: "g" });
			await gateway.run("m", input, options);
			clean();
		}
		const failing = recorder(
			() => new Response(`{"error":{"message":"m","__proto__":{"polluted":true}}}`, { status: 400 }),
		);
		await rejectionOf(ask(gatewayOf({ type: "openai", apiKey, fetch: failing.fetch }), "run"));
		clean();
	});
});
