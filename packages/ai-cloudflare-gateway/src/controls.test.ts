import type { Call, GatewayControls, StreamOptions } from "@workkit/ai-core";
import { describe, expect, it } from "vitest";
import { cloudflareGateway } from "./index.ts";

/** The route of a call with these options, through a gateway with these controls. */
function routeOf(controls: GatewayControls = {}, options: StreamOptions = {}) {
	const receipt = { attempts: [] };
	const call: Call<"run"> = {
		operation: "run",
		provider: "p",
		model: "m",
		input: {},
		options,
		signal: undefined,
		receipt,
		route: () => "p",
	};
	return cloudflareGateway({ accountId: "a", gatewayId: "g", ...controls }).route("openai", call);
}

const controls: [GatewayControls, string, string][] = [
	[{ cacheTtl: 3600 }, "cf-aig-cache-ttl", "3600"],
	[{ cacheTtl: 0 }, "cf-aig-cache-ttl", "0"],
	[{ skipCache: true }, "cf-aig-skip-cache", "true"],
	[{ cacheKey: "k" }, "cf-aig-cache-key", "k"],
	[{ metadata: { team: "a", n: 1, on: true } }, "cf-aig-metadata", '{"team":"a","n":1,"on":true}'],
	[{ collectLog: false }, "cf-aig-collect-log", "false"],
	[{ collectLog: true }, "cf-aig-collect-log", "true"],
	[{ collectLogPayload: false }, "cf-aig-collect-log-payload", "false"],
	[
		{ customCost: { per_token_in: 0.5, per_token_out: 1 } },
		"cf-aig-custom-cost",
		'{"per_token_in":0.5,"per_token_out":1}',
	],
	[{ eventId: "e" }, "cf-aig-event-id", "e"],
	[{ requestTimeout: 5000 }, "cf-aig-request-timeout", "5000"],
	[{ maxAttempts: 3 }, "cf-aig-max-attempts", "3"],
	[{ retryDelay: 100 }, "cf-aig-retry-delay", "100"],
	[{ backoff: "exponential" }, "cf-aig-backoff", "exponential"],
	[{ byokAlias: "b" }, "cf-aig-byok-alias", "b"],
	[{ noWholesale: true }, "cf-aig-no-wholesale", "true"],
	[{ zdr: true }, "cf-aig-zdr", "true"],
	[{ zdr: false }, "cf-aig-zdr", "false"],
	[{ otelTraceId: "0123456789abcdef0123456789abcdef" }, "cf-aig-otel-trace-id", "0123456789abcdef0123456789abcdef"],
	[{ otelParentSpanId: "0123456789abcdef" }, "cf-aig-otel-parent-span-id", "0123456789abcdef"],
];

describe("a control", () => {
	it.each(controls)("%o is the header %s: %s, per gateway and per call", (control, name, value) => {
		expect(routeOf(control)).toMatchObject({ headers: { [name]: value }, warnings: [] });
		expect(routeOf({}, { cfGateway: control })).toMatchObject({ headers: { [name]: value }, warnings: [] });
		expect(Object.keys(routeOf(control).headers)).toEqual([name]);
	});

	it("of the call wins over the gateway's, the others stay", () => {
		const { headers } = routeOf(
			{ cacheTtl: 60, eventId: "e", skipCache: true },
			{ cfGateway: { cacheTtl: 120, skipCache: false } },
		);
		expect(headers).toEqual({ "cf-aig-cache-ttl": "120", "cf-aig-event-id": "e" });
	});

	it("that is undefined or not set sends nothing, and neither does `skipCache: false`", () => {
		expect(routeOf().headers).toEqual({});
		expect(routeOf({ cacheTtl: undefined, skipCache: false }, { cfGateway: { cacheKey: undefined } }).headers).toEqual(
			{},
		);
	});

	it("of the call that is undefined leaves the gateway's in force", () => {
		expect(routeOf({ cacheTtl: 60 }, { cfGateway: { cacheTtl: undefined } }).headers).toEqual({
			"cf-aig-cache-ttl": "60",
		});
	});
});

describe("metadata", () => {
	const metadataOf = (metadata: GatewayControls["metadata"]) => {
		const { headers, warnings } = routeOf({}, { metadata });
		return { sent: JSON.parse(headers["cf-aig-metadata"] ?? "null"), warnings };
	};

	it("of the call's options wins over the gateway's, and `cfGateway.metadata` over both", () => {
		const header = (options: StreamOptions) =>
			routeOf({ metadata: { from: "gateway" } }, options).headers["cf-aig-metadata"];
		expect(header({})).toBe('{"from":"gateway"}');
		expect(header({ metadata: { from: "options" } })).toBe('{"from":"options"}');
		expect(header({ metadata: { from: "options" }, cfGateway: { metadata: { from: "call" } } })).toBe(
			'{"from":"call"}',
		);
	});

	it("leaves out what would make the gateway drop all of it, and says so", () => {
		const given = { a: null, b: { c: 1 }, d: [1], e: undefined, f: "kept" } as never;
		const { sent, warnings } = metadataOf(given);
		expect(sent).toEqual({ f: "kept" });
		expect(warnings).toEqual(["a", "b", "d", "e"].map((name) => expect.stringContaining(`"${name}"`)));
	});

	it("keeps the first five entries, as the gateway would, and says so", () => {
		const { sent, warnings } = metadataOf({ a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7 });
		expect(sent).toEqual({ a: 1, b: 2, c: 3, d: 4, e: 5 });
		expect(warnings).toEqual([expect.stringContaining('"f"'), expect.stringContaining('"g"')]);
	});

	it("counts only what it keeps", () => {
		const { sent } = metadataOf({ a: null, b: 2, c: 3, d: 4, e: 5, f: 6 });
		expect(sent).toEqual({ b: 2, c: 3, d: 4, e: 5, f: 6 });
	});

	it("writes a bigint as text, since JSON has none", () => {
		expect(metadataOf({ n: 9007199254740993n }).sent).toEqual({ n: "9007199254740993" });
	});

	it.each([Number.NaN, Number.POSITIVE_INFINITY])("leaves out %d, which JSON would turn into null", (n) => {
		const { sent, warnings } = metadataOf({ n, kept: 1 });
		expect(sent).toEqual({ kept: 1 });
		expect(warnings).toEqual([expect.stringContaining('"n"')]);
	});

	it("escapes what no header may carry, without changing its meaning", () => {
		const metadata = { line: "a\r\nx-injected: 1", city: "Zürich", emoji: "😀", zero: "\0" };
		const { headers } = routeOf({ metadata });
		const header = headers["cf-aig-metadata"] ?? "";
		expect(header).toMatch(/^[\x20-\x7e]+$/);
		expect(JSON.parse(header)).toEqual(metadata);
		expect(new Headers({ "cf-aig-metadata": header }).get("cf-aig-metadata")).toBe(header);
	});

	it("named like things that every object has is metadata like any other", () => {
		const metadata = JSON.parse('{"__proto__":"a","constructor":"b"}');
		expect(routeOf({ metadata }).headers["cf-aig-metadata"]).toBe('{"__proto__":"a","constructor":"b"}');
	});
});
