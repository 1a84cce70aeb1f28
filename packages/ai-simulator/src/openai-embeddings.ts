import { answerPrompt } from "./answer.ts";
import { base64Floats } from "./bytes.ts";
import type { Exchange } from "./exchange.ts";
import { type JsonRecord, unknownKey } from "./json.ts";
import { invalidRequest, missing, unknownParameter, unsupportedValue } from "./openai-error.ts";
import { openaiHeaders } from "./openai-headers.ts";
import { embedPromptOf } from "./prompt-of.ts";
import { RequestError } from "./request-error.ts";
import { respondJson } from "./respond.ts";
import { vectorOf } from "./vector.ts";

const MOST_TEXTS = 2048;

/** `POST /embeddings`: 1536 numbers (3072 for `…-large`) or `dimensions`, as numbers or base64. */
export async function openaiEmbeddings(exchange: Exchange, body: JsonRecord, model: string): Promise<Response> {
	if (!/embedding/.test(model) && !exchange.settings.anyModel) {
		throw new RequestError({
			status: 403,
			message: "You are not allowed to generate embeddings from this model",
		});
	}
	const unknown = unknownKey(body, ["input", "model", "dimensions", "encoding_format", "user"]);
	if (unknown !== undefined) throw unknownParameter(unknown);
	const texts = readInput(body.input);
	const format = body.encoding_format ?? "float";
	if (format !== "float" && format !== "base64") {
		throw unsupportedValue("encoding_format", format, ["float", "base64"]);
	}
	const size = readDimensions(body.dimensions, model);
	const answer = await answerPrompt(
		exchange,
		embedPromptOf({ wire: "openai", model, requestNumber: exchange.requestNumber }, texts),
	);
	const data = texts.map((text, index) => {
		const vector = vectorOf(text, size);
		return { object: "embedding", index, embedding: format === "base64" ? base64Floats(vector) : vector };
	});
	const usage = { prompt_tokens: answer.inputTokens, total_tokens: answer.inputTokens };
	const headers = openaiHeaders(exchange, answer.inputTokens);
	return respondJson(exchange, { object: "list", data, model, usage }, { headers, fault: answer.fault });
}

function readInput(input: unknown): string[] {
	if (input === undefined) throw missing("input");
	// Token ids are accepted too: one list of numbers, or a list of such lists.
	const list = typeof input === "string" || isTokens(input) ? [input] : input;
	if (!Array.isArray(list) || list.length === 0 || list.length > MOST_TEXTS) throw invalidInput();
	return list.map((text: unknown) => {
		if (isTokens(text)) return text.join(" ");
		if (typeof text !== "string" || text === "") throw invalidInput();
		return text;
	});
}

function isTokens(value: unknown): value is number[] {
	return Array.isArray(value) && value.length > 0 && value.every((token) => Number.isInteger(token));
}

function invalidInput(): RequestError {
	const help = "Please check the API reference: https://platform.openai.com/docs/api-reference.";
	return invalidRequest(`'$.input' is invalid. ${help}`, "input");
}

function readDimensions(dimensions: unknown, model: string): number {
	const full = model.includes("-large") ? 3072 : 1536;
	if (dimensions == null) return full;
	if (model === "text-embedding-ada-002")
		throw invalidRequest("This model does not support specifying dimensions.", "dimensions");
	if (typeof dimensions !== "number" || !Number.isInteger(dimensions) || dimensions < 1 || dimensions > full) {
		throw invalidRequest(
			`Invalid value for 'dimensions' = ${dimensions}. Must be less than or equal to ${full}.`,
			"dimensions",
		);
	}
	return dimensions;
}
