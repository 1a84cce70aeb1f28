import { blocksOf } from "./anthropic-blocks.ts";
import { invalid } from "./anthropic-error.ts";
import { isRecord, type JsonRecord, listOf } from "./json.ts";

const VERSIONS = ["2023-06-01", "2026-10-21"];
const SAMPLING = ["temperature", "top_p", "top_k"];

/** The API version that a request names; throws unless it names one. */
export function checkVersionHeader(headers: Headers): string {
	const version = headers.get("anthropic-version");
	if (version === null) throw invalid("anthropic-version: header is required");
	if (VERSIONS.includes(version)) return version;
	throw invalid(`anthropic-version: "${version}" is not a valid version`);
}

/** Throws what depends on the API version and on the age of the model. */
export function checkVersion(headers: Headers, body: JsonRecord, model: string, turns: readonly JsonRecord[]): void {
	const version = checkVersionHeader(headers);
	const given = SAMPLING.find((name) => body[name] !== undefined);
	if (version === "2026-10-21") {
		if (given !== undefined) throw invalid(`${given}: sampling parameters are not supported in API version 2026-10-21`);
		for (const turn of turns) checkDocuments(turn);
	} else {
		checkSampling(body, model);
	}
	if (turns.at(-1)?.role === "assistant" && isAtLeast(model, 4, 6)) {
		throw invalid(
			"This model does not support assistant message prefill. The conversation must end with a user message.",
		);
	}
}

function checkDocuments({ role, content }: JsonRecord): void {
	for (const block of blocksOf(content)) {
		if (role === "assistant" && block.type === "document") {
			throw invalid("messages: `document` blocks in assistant messages are not supported in API version 2026-10-21");
		}
		if (role === "user" && block.type === "text" && listOf(block.citations).length > 0) {
			throw invalid("messages: `citations` on user text are not supported in API version 2026-10-21");
		}
	}
}

function checkSampling(body: JsonRecord, model: string): void {
	const { temperature, top_p, top_k, thinking } = body;
	if (temperature !== undefined && (typeof temperature !== "number" || temperature < 0 || temperature > 1))
		throw invalid("temperature: range: 0..1");
	if (isRecord(thinking) && thinking.type === "enabled" && temperature !== undefined && temperature !== 1) {
		throw invalid("`temperature` may only be set to 1 when thinking is enabled.");
	}
	if (!isAtLeast(model, 4, 7)) return;
	if ((temperature ?? 1) !== 1) throw invalid("temperature: this model only supports the default value");
	if ((top_p ?? 1) !== 1) throw invalid("top_p: this model only supports the default value");
	if (top_k !== undefined) throw invalid("top_k: this model only supports the default value");
}

/** Whether a model such as `claude-opus-4-7` is of that version or a later one; an unversioned name counts as new. */
function isAtLeast(model: string, major: number, minor: number): boolean {
	const found = /^claude-(?:[a-z]+-)?(\d{1,2})(?:[-.](\d{1,2}))?(?![\d])/.exec(model);
	if (found === null) return !/^claude-(instant|2)/.test(model);
	const [, first, second] = found;
	return Number(first) > major || (Number(first) === major && Number(second ?? 0) >= minor);
}
