import { isRecord } from "./json.ts";

/** Tokens that an answer says it has used; undefined where it does not say. */
export interface GatewayUsage {
	readonly input: number | undefined;
	readonly output: number | undefined;
	readonly cacheRead: number;
	readonly cacheWrite: number;
}

/**
 * Reads the usage in an answer of any provider, a stream of events or one JSON value. Of several counts the last that is
 * not 0 holds. Input includes what a prompt cache read and wrote.
 */
export function usageIn(text: string): GatewayUsage {
	const total = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
	let said = false;
	for (const value of valuesIn(text)) {
		const usage = usageOf(value);
		if (usage === undefined) continue;
		const count = (...names: string[]) => {
			const found = names.map((name) => usage[name]).find((number) => typeof number === "number");
			said ||= found !== undefined;
			return typeof found === "number" ? found : 0;
		};
		const cacheRead = count("cache_read_input_tokens");
		const cacheWrite = count("cache_creation_input_tokens");
		const details = usage.prompt_tokens_details ?? usage.input_tokens_details;
		const cached = isRecord(details) && typeof details.cached_tokens === "number" ? details.cached_tokens : 0;
		total.input = count("prompt_tokens", "input_tokens") + cacheRead + cacheWrite || total.input;
		total.output = count("completion_tokens", "output_tokens") || total.output;
		total.cacheRead = cacheRead + cached || total.cacheRead;
		total.cacheWrite = cacheWrite || total.cacheWrite;
	}
	return said ? total : { ...total, input: undefined, output: undefined };
}

function* valuesIn(text: string): Generator<unknown> {
	if (!text.includes('"usage"')) return;
	const whole = parse(text);
	if (whole !== undefined) return yield whole;
	for (const line of text.split("\n")) {
		if (line.includes('"usage"')) yield parse(line.replace(/^data: ?/, ""));
	}
}

/** At the top, in Cloudflare's `result`, Anthropic's `message`, the `response` of OpenAI's Responses, or Groq's `x_groq`. */
function usageOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
	if (!isRecord(value)) return undefined;
	return [value, value.result, value.message, value.response, value.x_groq]
		.map((part) => (isRecord(part) ? part.usage : undefined))
		.find(isRecord);
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
