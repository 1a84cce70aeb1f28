import { describe, it } from "vitest";
import { type Dialect, expectDialect } from "./dialect.ts";
import { type Kind, sse } from "./quirk.ts";

const kinds: Kind[] = ["openai", "anthropic", "workers-ai"];

/** Bodies of answers that are not OK, with the message that they give. */
const bodies: [string, number, unknown, Record<string, unknown>][] = [
	[
		"Mistral's 422: a list of faults under `message.detail`",
		422,
		{
			object: "error",
			message: {
				detail: [{ type: "extra_forbidden", loc: ["body", "n"], msg: "Extra inputs are not permitted", input: 1 }],
			},
			type: "invalid_request_error",
			param: null,
			code: null,
		},
		{ vendorMessage: "Extra inputs are not permitted" },
	],
	[
		"Mistral's newer 422: the list under `message` and under `detail`",
		422,
		{
			object: "Error",
			detail: [{ type: "extra_forbidden", loc: ["body", "tools"], msg: "Extra inputs are not permitted", input: [] }],
			message: [{ type: "extra_forbidden", loc: ["body", "tools"], msg: "Extra inputs are not permitted", input: [] }],
			type: "invalid_request_error",
			code: 3001,
		},
		{ vendorMessage: "Extra inputs are not permitted" },
	],
	[
		"a proxy that wraps the vendor's error once more",
		400,
		{ error: { error: { message: "too long", type: "invalid_request_error", code: "context_length_exceeded" } } },
		{ vendorMessage: "too long", vendorType: "invalid_request_error", vendorCode: "context_length_exceeded" },
	],
	[
		"Anthropic's error inside a proxy's",
		529,
		{ error: { type: "error", error: { type: "overloaded_error", message: "Overloaded" } }, request_id: "req_1" },
		{ vendorMessage: "Overloaded", vendorType: "overloaded_error", code: "WORKKIT_SERVICE_UNAVAILABLE" },
	],
	[
		"FastAPI's `detail` that holds the error",
		400,
		{ detail: { error: { message: "no such model", type: "invalid_model" } } },
		{ vendorMessage: "no such model", vendorType: "invalid_model" },
	],
	[
		"a status word under `error` beside the sentence",
		401,
		{ statusCode: 401, error: "Unauthorized", message: "Missing API key" },
		{ vendorMessage: "Missing API key", code: "WORKKIT_UNAUTHORIZED" },
	],
	["`error: true` beside the sentence", 400, { error: true, message: "bad model" }, { vendorMessage: "bad model" }],
	[
		"TGI's error and its type",
		422,
		{ error: "Input validation error: `inputs` must have less than 4096 tokens", error_type: "validation" },
		{ vendorMessage: "Input validation error: `inputs` must have less than 4096 tokens" },
	],
	[
		"Hugging Face's list of sentences",
		400,
		{ error: ["Error in `parameters`: too small"] },
		{ vendorMessage: "Error in `parameters`: too small" },
	],
	[
		"a problem document",
		404,
		{ type: "about:blank", title: "Not Found", status: 404, detail: "No such route" },
		{ vendorMessage: "No such route" },
	],
	[
		"Azure's content filter with an inner error",
		400,
		{
			error: {
				message: "The response was filtered",
				type: null,
				param: "prompt",
				code: "content_filter",
				status: 400,
				innererror: { code: "ResponsibleAIPolicyViolation", content_filter_result: { hate: { filtered: true } } },
			},
		},
		{ vendorMessage: "The response was filtered", vendorCode: "content_filter" },
	],
	[
		"Azure's API management",
		429,
		{ statusCode: 429, message: "Rate limit is exceeded. Try again in 26 seconds." },
		{ vendorMessage: "Rate limit is exceeded. Try again in 26 seconds.", code: "WORKKIT_RATE_LIMIT" },
	],
	[
		"OpenRouter: the vendor's own words in the metadata",
		429,
		{
			error: {
				message: "Provider returned error",
				code: 429,
				metadata: { raw: '{"error":{"message":"slow down"}}', provider_name: "X", previous_errors: [{ code: 502 }] },
			},
			user_id: "u",
		},
		{ vendorMessage: "Provider returned error", vendorCode: 429, code: "WORKKIT_RATE_LIMIT" },
	],
	[
		"Google's status word and details",
		429,
		[
			{
				error: {
					code: 429,
					message: "Quota exceeded",
					status: "RESOURCE_EXHAUSTED",
					details: [{ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "34s" }],
				},
			},
		],
		{ vendorMessage: "Quota exceeded", vendorCode: 429, code: "WORKKIT_RATE_LIMIT" },
	],
	[
		"Cohere: an id and a message",
		400,
		{ id: "1", message: "invalid request: no documents" },
		{ vendorMessage: "invalid request: no documents" },
	],
	[
		"MiniMax: a type of error beside the error",
		400,
		{
			type: "error",
			error: { type: "bad_request_error", message: "invalid params (2013)", http_code: "400" },
			request_id: "1",
		},
		{ vendorMessage: "invalid params (2013)", vendorType: "bad_request_error" },
	],
	[
		"AI Gateway: an error list, and a success flag",
		401,
		{ success: false, result: [], messages: [], error: [{ code: 2009, message: "Unauthorized" }] },
		{ vendorMessage: "Unauthorized", vendorCode: 2009, code: "WORKKIT_UNAUTHORIZED" },
	],
	[
		"Perplexity's page of an authorization proxy",
		401,
		"<html>\r\n<head><title>401 Authorization Required</title></head>\r\n<body>\r\n<center><h1>401 Authorization Required</h1></center>\r\n<hr><center>openresty</center></body></html>",
		{ vendorMessage: "401 Authorization Required" },
	],
	[
		"Envoy's text",
		503,
		"upstream connect error or disconnect/reset before headers. reset reason: connection termination",
		{
			code: "WORKKIT_SERVICE_UNAVAILABLE",
			vendorMessage: "upstream connect error or disconnect/reset before headers. reset reason: connection termination",
		},
	],
	[
		"Cloudflare's short text",
		502,
		"error code: 502",
		{ vendorMessage: "error code: 502", code: "WORKKIT_SERVICE_UNAVAILABLE" },
	],
	[
		"an event stream of one error",
		429,
		'event: error\ndata: {"error":{"message":"slow down","type":"rate_limit_error"}}\n\n',
		{ code: "WORKKIT_RATE_LIMIT" },
	],
];

describe.each(kinds)("an error's body over %s", (kind) => {
	it.each(bodies)("may be %s", (what, status, whole, facts) =>
		expectDialect({ what, status, whole, fails: { status, ...facts } }, kind),
	);
});

const said = { id: "c1", choices: [{ index: 0, delta: { content: "Hi" }, finish_reason: null }] };
const done = "[DONE]";

/** Answers with status 200 that are errors. */
const successes: Dialect[] = [
	{
		what: "vLLM's older errors: the fields at the top",
		whole: {
			object: "error",
			message: "maximum context length is 4096",
			type: "BadRequestError",
			param: null,
			code: 400,
		},
		stream: [
			{ object: "error", message: "maximum context length is 4096", type: "BadRequestError", param: null, code: 400 },
			done,
		],
		fails: { vendorMessage: "maximum context length is 4096", code: "WORKKIT_VALIDATION", retryable: false },
	},
	{
		what: "a sentence under `detail`",
		whole: { detail: "Model is loading" },
		stream: [{ detail: "Model is loading" }, done],
		fails: { vendorMessage: "Model is loading" },
	},
	{
		what: "a code and a message",
		whole: { code: "InvalidParameter", message: "Range of input length should be [1, 30720]", request_id: "1" },
		stream: [
			{ code: "InvalidParameter", message: "Range of input length should be [1, 30720]", request_id: "1" },
			done,
		],
		fails: { vendorMessage: "Range of input length should be [1, 30720]", vendorCode: "InvalidParameter" },
	},
	{
		what: "SGLang's error frame before the terminal one",
		stream: [
			{ error: { object: "error", message: "too long", type: "BadRequestError", param: null, code: 400 } },
			done,
		],
		fails: { vendorMessage: "too long", code: "WORKKIT_VALIDATION", vendorCode: 400, retryable: false },
	},
	{
		what: "OpenRouter: an error beside a choice that ends with it",
		stream: [
			said,
			{
				id: "c1",
				error: { code: "server_error", message: "Provider disconnected" },
				choices: [{ index: 0, delta: { content: "" }, finish_reason: "error" }],
			},
		],
		says: { text: "Hi" },
		fails: { vendorMessage: "Provider disconnected", vendorCode: "server_error", inStream: true },
	},
	{
		what: "OpenRouter: an error beside empty choices",
		stream: [
			said,
			{
				id: "c1",
				choices: [],
				error: { code: 502, message: "limit reached", metadata: { error_type: "provider_unavailable" } },
			},
			done,
		],
		says: { text: "Hi" },
		fails: { vendorMessage: "limit reached", vendorCode: 502, code: "WORKKIT_SERVICE_UNAVAILABLE" },
	},
	{
		what: "llama.cpp's older servers: a line named error in place of an event, then the terminal frame",
		stream: `${sse(said)}error: {"code":400,"message":"the context is full","type":"invalid_request_error"}\n\ndata: [DONE]\n\n`,
		says: { text: "Hi" },
		fails: { vendorMessage: "the context is full", vendorCode: 400, code: "WORKKIT_VALIDATION", retryable: false },
	},
	{
		what: "an error event that is a sentence",
		stream: `${sse(said)}event: error\ndata: Too many requests, please slow down\n\n`,
		says: { text: "Hi" },
		fails: { vendorMessage: "Too many requests, please slow down", inStream: true },
	},
	{
		what: "an error event that is a JSON text",
		stream: `${sse(said)}event: error\ndata: "boom"\n\n`,
		fails: { vendorMessage: "boom" },
	},
	{
		what: "a list of errors in a frame",
		stream: [[{ error: { code: 503, message: "overloaded", status: "UNAVAILABLE" } }]],
		fails: { vendorMessage: "overloaded", code: "WORKKIT_SERVICE_UNAVAILABLE" },
	},
	{
		what: "an error event, then the connection ends",
		stream: `${sse(said)}event: error\ndata: {"error":{"message":"timed out","type":"timeout"}}\n\n`,
		says: { text: "Hi" },
		fails: { vendorMessage: "timed out", code: "WORKKIT_TIMEOUT" },
	},
	{
		what: "a terminal frame and nothing else",
		stream: [done],
		fails: { code: "WORKKIT_STREAM_INTERRUPTED" },
	},
];

describe.each(["openai", "workers-ai"] as const)("an error in an answer that is OK over %s", (kind) => {
	it.each(successes.map((dialect) => [dialect.what, dialect] as const))("%s", (_what, { whole, ...dialect }) =>
		// Over the binding, an answer that is none of a text is another task's.
		expectDialect({ ...dialect, ...(kind === "openai" && { whole }) }, kind),
	);
});

describe("an error in an answer of Anthropic's wire that is OK", () => {
	const start = {
		type: "message_start",
		message: { id: "msg_1", model: "served", content: [], usage: { input_tokens: 3, output_tokens: 1 } },
	};
	const dialects: Dialect[] = [
		{
			what: "overloaded in the middle",
			stream: `${sse(start, { type: "ping" }, { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } }, { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "Hi" } })}event: error\ndata: {"type":"error","error":{"details":null,"type":"overloaded_error","message":"Overloaded"}}\n\n`,
			says: { text: "Hi" },
			fails: { vendorType: "overloaded_error", code: "WORKKIT_SERVICE_UNAVAILABLE", inStream: true },
		},
		{
			what: "whole, with status 200",
			whole: { type: "error", error: { type: "rate_limit_error", message: "slow down" }, request_id: "req_1" },
			fails: { vendorMessage: "slow down", code: "WORKKIT_RATE_LIMIT" },
		},
		{
			what: "a proxy's code and message",
			whole: { code: 500, msg: "404 NOT_FOUND", success: false },
			fails: { vendorMessage: "404 NOT_FOUND" },
		},
		{
			what: "Bedrock's message only",
			whole: { message: "The security token included in the request is invalid." },
			fails: { vendorMessage: "The security token included in the request is invalid." },
		},
		{
			what: "an error event that is a sentence",
			stream: `${sse(start)}event: error\ndata: upstream failed\n\n`,
			fails: { vendorMessage: "upstream failed", inStream: true },
		},
	];
	it.each(dialects.map((dialect) => [dialect.what, dialect] as const))("%s", (_what, dialect) =>
		expectDialect(dialect, "anthropic"),
	);
});
