import type { JsonRecord } from "./json.ts";
import { invalidRequest, wrongType } from "./openai-error.ts";
import { refusesSampling } from "./openai-models.ts";
import { RequestError } from "./request-error.ts";

const RANGES: readonly (readonly [param: string, least: number, most: number, kind: "integer" | "decimal"])[] = [
	["temperature", 0, 2, "decimal"],
	["top_p", 0, 1, "decimal"],
	["presence_penalty", -2, 2, "decimal"],
	["frequency_penalty", -2, 2, "decimal"],
	["n", 1, 128, "integer"],
	["top_logprobs", 0, 20, "integer"],
];

/** Throws what OpenAI answers to numbers out of range, and to sampling of a model that always reasons. */
export function checkSampling(body: JsonRecord, model: string): void {
	for (const [param, least, most, kind] of RANGES) {
		const value = body[param];
		if (value == null) continue;
		if (typeof value !== "number" || (kind === "integer" && !Number.isInteger(value)))
			throw wrongType(param, kind === "integer" ? "an integer" : "a decimal", value);
		if (value < least) throw outOfRange(param, kind, "below minimum", `>= ${least}`, value);
		if (value > most) throw outOfRange(param, kind, "above maximum", `<= ${most}`, value);
	}
	if (refusesSampling(model)) checkReasoningModel(body, model);
	if (body.top_logprobs != null && body.logprobs !== true) {
		const message = "The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled.";
		throw invalidRequest(message, "top_logprobs");
	}
}

function checkReasoningModel(body: JsonRecord, model: string): void {
	if ((body.temperature ?? 1) !== 1) {
		throw invalidRequest(
			`Unsupported value: 'temperature' does not support ${body.temperature} with this model. Only the default (1) value is supported.`,
			"temperature",
			"unsupported_value",
		);
	}
	if (body.logprobs === true && model.startsWith("o"))
		throw new RequestError({ status: 403, message: "You are not allowed to request logprobs from this model" });
	const refused = ["top_p", "logprobs", "top_logprobs"].find((param) => body[param] != null && body[param] !== false);
	if (refused === undefined || (refused === "top_p" && body.top_p === 1)) return;
	throw invalidRequest(
		`Unsupported parameter: '${refused}' is not supported with this model.`,
		refused,
		"unsupported_parameter",
	);
}

function outOfRange(param: string, kind: string, where: string, expected: string, value: number): RequestError {
	return invalidRequest(
		`Invalid '${param}': ${kind} ${where} value. Expected a value ${expected}, but got ${value} instead.`,
		param,
		`${kind}_${where.replace("minimum", "min").replace("maximum", "max").replace(" ", "_")}_value`,
	);
}
