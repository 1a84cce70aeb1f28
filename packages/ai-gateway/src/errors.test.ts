import { describe, expect, it } from "vitest";
import { factsOf, type Given, hearAnswer, type Kind, runAnswer, runFrom, sse } from "../test/quirk.ts";
import * as gatewayExports from "./index.ts";

type Facts = Record<string, unknown>;
type Row = [status: number, code: string | number | undefined, error: string, retryable: boolean, type?: string];

const kinds: Kind[] = ["openai", "anthropic", "workers-ai"];
const again = true;
const never = false;

/** What a promise rejects with, as facts. */
function failureOf(promise: Promise<unknown>): Promise<Facts> {
	return promise.then(
		() => ({}),
		(error) => ({ ...factsOf(error), retryStrategy: error.retryStrategy }),
	);
}

/** What a run is rejected with. */
const refusal = (kind: Kind, given: Given): Promise<Facts> => failureOf(runAnswer(kind, given));

/** What a run is rejected with when the binding throws an error of this name and message. */
function thrown(name: string, message: string): Promise<Facts> {
	return failureOf(
		runFrom("workers-ai", () => {
			throw Object.assign(new Error(message), { name });
		}),
	);
}

/** The code of a status's error, and whether it is tried again. */
function expectedOf(status: number): [string, boolean] {
	const named: Record<number, [string, boolean]> = {
		401: ["WORKKIT_UNAUTHORIZED", never],
		402: ["WORKKIT_FORBIDDEN", never],
		403: ["WORKKIT_FORBIDDEN", never],
		404: ["WORKKIT_NOT_FOUND", never],
		408: ["WORKKIT_TIMEOUT", again],
		409: ["WORKKIT_CONFLICT", again],
		410: ["WORKKIT_NOT_FOUND", never],
		425: ["WORKKIT_SERVICE_UNAVAILABLE", again],
		429: ["WORKKIT_RATE_LIMIT", again],
		504: ["WORKKIT_TIMEOUT", again],
	};
	return named[status] ?? (status < 500 ? ["WORKKIT_VALIDATION", never] : ["WORKKIT_SERVICE_UNAVAILABLE", again]);
}

describe.each(kinds)("an HTTP status over %s", (kind) => {
	it("decides on the class and on trying again, from 400 to 599", async () => {
		for (let status = 400; status < 600; status++) {
			// No vendor is known to send these.
			if (status === 451 || status === 501 || status === 505) continue;
			const [code, retryable] = expectedOf(status);
			const facts = await refusal(kind, { status, body: { error: { message: "no" } } });
			expect(facts).toMatchObject({
				code,
				retryable,
				status,
				vendorMessage: "no",
				provider: "mine",
				model: "test-model",
			});
		}
	});

	it("is in the receipt, with the error's code", async () => {
		const facts = await refusal(kind, { status: 503, body: {} });
		expect(facts.receipt).toMatchObject({
			attempts: [{ provider: "mine", model: "test-model", status: 503, error: "WORKKIT_SERVICE_UNAVAILABLE" }],
		});
	});
});

describe("the classes of errors", () => {
	it("are exported for every status that a vendor answers with", async () => {
		for (let status = 400; status < 600; status++) {
			const error = await runAnswer("openai", { status, body: {} }).catch((error) => error);
			expect(Object.values<unknown>(gatewayExports)).toContain(error.constructor);
		}
	});

	it.each([
		"BindingError",
		"BindingNotFoundError",
		"BudgetExceededError",
		"ConfigError",
		"StreamInterruptedError",
		"UnsupportedOperationError",
	])("are exported for what else goes wrong: %s", (name) => {
		expect(gatewayExports).toHaveProperty(name);
	});
});

describe("OpenAI's errors", () => {
	it.each<Row>([
		[400, "invalid_value", "WORKKIT_VALIDATION", never, "invalid_request_error"],
		[400, "context_length_exceeded", "WORKKIT_VALIDATION", never, "invalid_request_error"],
		[400, "content_policy_violation", "WORKKIT_VALIDATION", never, "image_generation_user_error"],
		[401, "invalid_api_key", "WORKKIT_UNAUTHORIZED", never, "invalid_request_error"],
		[403, "unsupported_country_region_territory", "WORKKIT_FORBIDDEN", never, "request_forbidden"],
		[404, "model_not_found", "WORKKIT_NOT_FOUND", never, "invalid_request_error"],
		[409, undefined, "WORKKIT_CONFLICT", again, "conflict"],
		[422, undefined, "WORKKIT_VALIDATION", never, "invalid_request_error"],
		[429, "rate_limit_exceeded", "WORKKIT_RATE_LIMIT", again, "tokens"],
		[429, "insufficient_quota", "WORKKIT_RATE_LIMIT", never, "insufficient_quota"],
		[429, "credit_balance_exhausted", "WORKKIT_RATE_LIMIT", never, "insufficient_quota"],
		[429, undefined, "WORKKIT_RATE_LIMIT", never, "insufficient_quota"],
		[429, "insufficient_quota", "WORKKIT_RATE_LIMIT", never],
		[500, undefined, "WORKKIT_SERVICE_UNAVAILABLE", again, "server_error"],
		[503, "slow_down", "WORKKIT_SERVICE_UNAVAILABLE", again, "service_unavailable_error"],
		[504, undefined, "WORKKIT_TIMEOUT", again, "server_error"],
	])("%d %s: %s, again: %s", async (status, vendorCode, code, retryable, vendorType) => {
		const body = {
			error: { message: "Said by OpenAI.", type: vendorType ?? null, param: null, code: vendorCode ?? null },
		};
		const facts = await refusal("openai", { status, body, headers: { "x-request-id": "req_1" } });
		expect(facts).toMatchObject({ code, retryable, status, vendorMessage: "Said by OpenAI.", requestId: "req_1" });
		expect(facts.vendorCode).toBe(vendorCode);
		expect(facts.vendorType).toBe(vendorType);
	});
});

describe("Anthropic's errors", () => {
	it.each<Row>([
		[400, undefined, "WORKKIT_VALIDATION", never, "invalid_request_error"],
		[401, undefined, "WORKKIT_UNAUTHORIZED", never, "authentication_error"],
		[402, undefined, "WORKKIT_FORBIDDEN", never, "billing_error"],
		[403, undefined, "WORKKIT_FORBIDDEN", never, "permission_error"],
		[404, undefined, "WORKKIT_NOT_FOUND", never, "not_found_error"],
		[413, undefined, "WORKKIT_VALIDATION", never, "request_too_large"],
		[429, undefined, "WORKKIT_RATE_LIMIT", again, "rate_limit_error"],
		[429, "enforced_spend_limit_reached", "WORKKIT_RATE_LIMIT", never, "rate_limit_error"],
		[429, "contract_spend_limit_reached", "WORKKIT_RATE_LIMIT", never, "rate_limit_error"],
		[500, undefined, "WORKKIT_SERVICE_UNAVAILABLE", again, "api_error"],
		[504, undefined, "WORKKIT_TIMEOUT", again, "timeout_error"],
		[529, undefined, "WORKKIT_SERVICE_UNAVAILABLE", again, "overloaded_error"],
	])("%d %s: %s, again: %s", async (status, vendorCode, code, retryable, vendorType) => {
		const details = vendorCode === undefined ? {} : { details: { error_code: vendorCode } };
		const error = { type: vendorType, message: "Said by Anthropic.", ...details };
		const body = { type: "error", error, request_id: "req_1" };
		const facts = await refusal("anthropic", { status, body, headers: { "request-id": "req_1" } });
		expect(facts).toMatchObject({
			code,
			retryable,
			status,
			vendorType,
			vendorMessage: "Said by Anthropic.",
			requestId: "req_1",
		});
		expect(facts.vendorCode).toBe(vendorCode);
	});
});

describe.each(kinds)("AI Gateway's errors over %s", (kind) => {
	it.each<Row>([
		[400, 2001, "WORKKIT_VALIDATION", never],
		[429, 2003, "WORKKIT_RATE_LIMIT", again],
		[400, 2005, "WORKKIT_SERVICE_UNAVAILABLE", again],
		[401, 2009, "WORKKIT_UNAUTHORIZED", never],
		[424, 2016, "WORKKIT_VALIDATION", never],
		[424, 2017, "WORKKIT_VALIDATION", never],
		[422, 2017, "WORKKIT_VALIDATION", never],
		[402, 2021, "WORKKIT_FORBIDDEN", never],
		[403, 2029, "WORKKIT_FORBIDDEN", never],
		[403, 2030, "WORKKIT_FORBIDDEN", never],
		[400, 2040, "WORKKIT_VALIDATION", never],
		[429, 2041, "WORKKIT_RATE_LIMIT", never],
		[429, 2045, "WORKKIT_RATE_LIMIT", never],
		[503, 7013, "WORKKIT_SERVICE_UNAVAILABLE", again],
	])("%d with %d: %s, again: %s", async (status, vendorCode, code, retryable) => {
		const body = {
			success: false,
			result: [],
			messages: [],
			error: [{ code: vendorCode, message: "Said by the gateway." }],
		};
		const headers = { "cf-aig-log-id": "log-1", "cf-aig-request-id": "r" };
		const facts = await refusal(kind, { status, body, headers });
		expect(facts).toMatchObject({
			code,
			retryable,
			status,
			vendorCode,
			vendorMessage: "Said by the gateway.",
			logId: "log-1",
		});
	});

	it("are read in their other form, which names what failed", async () => {
		const body = {
			name: "AiGatewayError",
			httpCode: 429,
			internalCode: 2041,
			message: "AiGatewayError: limit",
			description: "The spend limit is reached.",
		};
		expect(await refusal(kind, { status: 429, body })).toMatchObject({
			code: "WORKKIT_RATE_LIMIT",
			retryable: never,
			vendorCode: 2041,
			vendorType: "AiGatewayError",
			vendorMessage: "The spend limit is reached.",
		});
	});

	it("are read from a run that failed", async () => {
		const body = { state: "Failed", error: { code: 2021, message: "No credits." } };
		expect(await refusal(kind, { status: 402, body })).toMatchObject({
			code: "WORKKIT_FORBIDDEN",
			vendorCode: 2021,
			vendorMessage: "No credits.",
		});
	});

	it("leave the vendor's own body as it is when it passes through", async () => {
		const body = { error: { message: "Slow down.", type: "rate_limit_error" } };
		const headers = { "cf-aig-log-id": "log-1", "retry-after": "2" };
		expect(await refusal(kind, { status: 429, body, headers })).toMatchObject({
			code: "WORKKIT_RATE_LIMIT",
			retryAfterMs: 2000,
			vendorMessage: "Slow down.",
			logId: "log-1",
		});
	});
});

const platform: Row[] = [
	[400, 5007, "WORKKIT_VALIDATION", never],
	[400, 5004, "WORKKIT_VALIDATION", never],
	[400, 5006, "WORKKIT_VALIDATION", never],
	[400, 3039, "WORKKIT_VALIDATION", never],
	[400, 3003, "WORKKIT_VALIDATION", never],
	[403, 5018, "WORKKIT_FORBIDDEN", never],
	[403, 5016, "WORKKIT_FORBIDDEN", never],
	[403, 3023, "WORKKIT_FORBIDDEN", never],
	[403, 3041, "WORKKIT_FORBIDDEN", never],
	[403, 5035, "WORKKIT_FORBIDDEN", never],
	[405, 5019, "WORKKIT_VALIDATION", never],
	[405, 5005, "WORKKIT_VALIDATION", never],
	[404, 3042, "WORKKIT_NOT_FOUND", never],
	[413, 3006, "WORKKIT_VALIDATION", never],
	[408, 3007, "WORKKIT_TIMEOUT", again],
	[408, 3008, "WORKKIT_TIMEOUT", again],
	[429, 3036, "WORKKIT_RATE_LIMIT", never],
	[429, 3040, "WORKKIT_RATE_LIMIT", again],
	[429, 4006, "WORKKIT_RATE_LIMIT", never],
	[413, 5021, "WORKKIT_VALIDATION", never],
	[429, 5030, "WORKKIT_RATE_LIMIT", again],
	[500, 5012, "WORKKIT_SERVICE_UNAVAILABLE", again],
	[500, 5000, "WORKKIT_SERVICE_UNAVAILABLE", again],
	[500, 8005, "WORKKIT_SERVICE_UNAVAILABLE", again],
	[500, 8008, "WORKKIT_SERVICE_UNAVAILABLE", again],
	[400, 3010, "WORKKIT_VALIDATION", never],
	[400, 8001, "WORKKIT_VALIDATION", never],
	[429, 3021, "WORKKIT_RATE_LIMIT", again],
	[400, 3030, "WORKKIT_VALIDATION", never],
	[408, 3046, "WORKKIT_TIMEOUT", again],
	[500, 8004, "WORKKIT_SERVICE_UNAVAILABLE", again],
	[400, 8006, "WORKKIT_VALIDATION", never],
	[403, 1031, "WORKKIT_FORBIDDEN", never],
	[401, 10000, "WORKKIT_UNAUTHORIZED", never],
	[402, 2021, "WORKKIT_FORBIDDEN", never],
	[400, 2005, "WORKKIT_SERVICE_UNAVAILABLE", again],
];

describe("Workers AI's errors", () => {
	it.each(platform)("thrown as a message, %d with %d: %s, again: %s", async (status, vendorCode, code, retryable) => {
		const said = "Said by the platform.";
		for (const prefix of ["", "AiError: ", "AiError: AiError: ", "InferenceUpstreamError: "]) {
			const facts = await thrown("AiError", `${prefix}${vendorCode}: ${said}`);
			expect(facts).toMatchObject({ code, retryable, status, vendorCode, vendorType: "AiError", vendorMessage: said });
		}
	});

	it.each(platform)("as a raw response, %d with %d: %s, again: %s", async (status, vendorCode, code, retryable) => {
		const description = "Said by the platform.";
		const message = `AiError: ${description}`;
		const own = { internalCode: vendorCode, name: "AiError", message, description };
		const rest = { result: {}, success: false, errors: [{ code: vendorCode, message: description }], messages: [] };
		for (const body of [own, rest]) {
			const facts = await refusal("workers-ai", { status, body });
			expect(facts).toMatchObject({ code, retryable, status, vendorCode, vendorMessage: description });
		}
	});

	it("keep the id of the request", async () => {
		const headers = { "cf-ai-req-id": "req-1" };
		expect(await refusal("workers-ai", { status: 500, headers, body: {} })).toMatchObject({ requestId: "req-1" });
	});

	it("of a partner's model keep the status that says which of two it is", async () => {
		const body = { errors: [{ code: 7003, message: "User Input Error" }], success: false };
		expect(await refusal("workers-ai", { status: 404, body })).toMatchObject({
			code: "WORKKIT_NOT_FOUND",
			vendorCode: 7003,
		});
		expect(await refusal("workers-ai", { status: 400, body })).toMatchObject({
			code: "WORKKIT_VALIDATION",
			vendorCode: 7003,
		});
		expect(await thrown("InvalidInput", "7003: User Input Error")).toMatchObject({
			code: "WORKKIT_VALIDATION",
			vendorCode: 7003,
		});
	});

	it("with a code of tomorrow follow their status", async () => {
		const body = { internalCode: 9876, name: "AiError", description: "New." };
		expect(await refusal("workers-ai", { status: 404, body })).toMatchObject({
			code: "WORKKIT_NOT_FOUND",
			vendorCode: 9876,
		});
		expect(await refusal("workers-ai", { status: 500, body })).toMatchObject({ retryable: again, vendorCode: 9876 });
	});
});

describe.each(kinds)("the wait that the server asks for over %s", (kind) => {
	const wait = async (headers: Record<string, string>, status = 429): Promise<Facts> =>
		refusal(kind, { status, headers, body: { error: { message: "wait" } } });

	it("may be an HTTP date to come", async () => {
		const { retryAfterMs } = await wait({ "retry-after": new Date(Date.now() + 60_000).toUTCString() });
		expect(retryAfterMs).toBeGreaterThan(50_000);
		expect(retryAfterMs).toBeLessThanOrEqual(60_000);
	});

	it.each(["soon", "-5", "", "NaN"])("is none when it says %j", async (value) => {
		const facts = await wait({ "retry-after": value });
		expect(facts.retryAfterMs).toBeUndefined();
		expect(facts.retryStrategy).toEqual({ kind: "fixed", delayMs: 1000, maxAttempts: 3 });
	});

	it("is in the strategy of every error that is tried again", async () => {
		for (const status of [408, 409, 425, 429, 500, 502, 503, 504, 524, 529]) {
			const { retryStrategy } = await wait({ "retry-after": "7" }, status);
			expect(retryStrategy).toMatchObject({ kind: "fixed", delayMs: 7000 });
		}
	});

	it("does not make a wrong key worth another try", async () => {
		for (const status of [400, 401, 402, 403, 404, 413, 422, 424]) {
			expect(await wait({ "retry-after": "1" }, status)).toMatchObject({ retryable: never });
		}
	});

	it("is not slept through when the server also says not to come back", async () => {
		expect(await wait({ "retry-after": "1", "x-should-retry": "false" })).toMatchObject({
			retryable: never,
			retryAfterMs: 1000,
		});
	});
});

describe("an error within a stream", () => {
	const start: Record<Kind, unknown> = {
		openai: { choices: [{ index: 0, delta: { content: "Hi" } }] },
		anthropic: { type: "content_block_start", index: 0, content_block: { type: "text", text: "Hi" } },
		"workers-ai": { response: "Hi" },
	};

	/** What a stream that said "Hi" fails with. */
	async function fails(kind: Kind, frame: unknown): Promise<Facts> {
		const { events, error } = await hearAnswer(kind, { body: sse(start[kind], frame) });
		expect(events).toEqual([{ type: "text", delta: "Hi" }]);
		const facts = factsOf(error);
		expect(facts).toMatchObject({ inStream: true, provider: "mine", model: "test-model", partial: { text: "Hi" } });
		return facts;
	}

	it.each([
		["overloaded_error", "WORKKIT_SERVICE_UNAVAILABLE", again],
		["rate_limit_error", "WORKKIT_RATE_LIMIT", again],
		["api_error", "WORKKIT_SERVICE_UNAVAILABLE", again],
		["timeout_error", "WORKKIT_TIMEOUT", again],
		["authentication_error", "WORKKIT_UNAUTHORIZED", never],
		["permission_error", "WORKKIT_FORBIDDEN", never],
		["billing_error", "WORKKIT_FORBIDDEN", never],
		["not_found_error", "WORKKIT_NOT_FOUND", never],
		["request_too_large", "WORKKIT_VALIDATION", never],
		["invalid_request_error", "WORKKIT_VALIDATION", never],
	])("of Anthropic maps by its type: %s is %s", async (type, code, retryable) => {
		const facts = await fails("anthropic", { type: "error", error: { type, message: "Said by Anthropic." } });
		expect(facts).toMatchObject({ code, vendorType: type, vendorMessage: "Said by Anthropic." });
		// What was handed out cannot be taken back: whether trying again is worth it is asked of errors before the first event.
		const { error } = await hearAnswer("anthropic", { body: sse({ type: "error", error: { type, message: "m" } }) });
		expect(factsOf(error)).toMatchObject({ code, retryable });
	});

	it.each<[string, Facts, string]>([
		["its type", { type: "server_error", code: null }, "WORKKIT_SERVICE_UNAVAILABLE"],
		["its code", { type: null, code: "rate_limit_exceeded" }, "WORKKIT_RATE_LIMIT"],
		["its code where the type is vague", { type: "requests", code: "rate_limit_exceeded" }, "WORKKIT_RATE_LIMIT"],
		["a status as its code", { code: 502 }, "WORKKIT_SERVICE_UNAVAILABLE"],
		["a status as its code, in words", { code: "429" }, "WORKKIT_RATE_LIMIT"],
		["its status", { status: 404, type: "x" }, "WORKKIT_NOT_FOUND"],
		["nothing that it states", { code: null, type: null }, "WORKKIT_STREAM_INTERRUPTED"],
	])("of OpenAI's wire maps by %s", async (_what, fields, code) => {
		const facts = await fails("openai", { error: { message: "Said by OpenAI.", ...fields } });
		expect(facts).toMatchObject({ code, vendorMessage: "Said by OpenAI." });
	});

	it.each([
		[{ error: { internalCode: 3040, name: "AiError", description: "Full." } }, "WORKKIT_RATE_LIMIT", 3040],
		[{ errors: [{ code: 3040, message: "Full." }], success: false }, "WORKKIT_RATE_LIMIT", 3040],
		[{ error: { internalCode: 5021, name: "AiError", description: "Full." } }, "WORKKIT_VALIDATION", 5021],
		[{ error: { internalCode: 9876, name: "AiError", description: "Full." } }, "WORKKIT_STREAM_INTERRUPTED", 9876],
	])("of Workers AI maps by its code: %j", async (frame, code, vendorCode) => {
		const facts = await fails("workers-ai", frame);
		expect(facts).toMatchObject({ code, vendorCode, vendorMessage: "Full." });
	});

	it("that states nothing is the vendor's interruption, and not tried again after the first event", async () => {
		const facts = await fails("openai", { error: "boom" });
		expect(facts).toMatchObject({ code: "WORKKIT_STREAM_INTERRUPTED", reason: "vendor", retryable: never });
		const { error } = await hearAnswer("openai", { body: sse({ error: "boom" }) });
		expect(factsOf(error)).toMatchObject({ code: "WORKKIT_STREAM_INTERRUPTED", reason: "vendor", retryable: again });
	});
});

describe("a network failure", () => {
	it.each(["openai", "anthropic"] as const)("over %s is unavailability, and keeps its cause", async (kind) => {
		const cause = new TypeError("fetch failed");
		const error = await runFrom(kind, () => {
			throw cause;
		}).catch((thrown) => thrown);
		expect(error).toMatchObject({
			code: "WORKKIT_SERVICE_UNAVAILABLE",
			retryable: again,
			cause,
			context: { provider: "mine" },
		});
		expect(error.context.receipt.attempts[0]).not.toHaveProperty("status");
	});

	it.each(kinds)("in the middle of a whole answer over %s is a cut, and tried again", async (kind) => {
		const broken = () =>
			new Response(
				new ReadableStream({
					start(controller) {
						controller.enqueue(new TextEncoder().encode('{"choices":[{"mess'));
						controller.error(new TypeError("network connection lost"));
					},
				}),
				{ headers: { "content-type": "application/json" } },
			);
		const error = await runFrom(kind, broken).catch((thrown) => thrown);
		expect(error).toMatchObject({
			code: "WORKKIT_STREAM_INTERRUPTED",
			reason: "cut",
			retryable: again,
			statusCode: 502,
		});
	});
});
