import { blocksOf, checkBlock, checkCacheControl } from "./anthropic-blocks.ts";
import { invalid } from "./anthropic-error.ts";
import { readToolChoice, readTools } from "./anthropic-tools.ts";
import { checkTurns } from "./anthropic-turns.ts";
import { checkVersion } from "./anthropic-version.ts";
import type { Exchange } from "./exchange.ts";
import { isRecord, type JsonRecord, unknownKey } from "./json.ts";
import type { Prompt, PromptTurn } from "./prompt.ts";
import { promptOf } from "./prompt-of.ts";
import { structuredSchemaProblem } from "./structured-schema.ts";

const PARAMETERS = `
	model messages max_tokens system metadata stop_sequences stream temperature top_p top_k thinking tools
	tool_choice cache_control container context_management diagnostics inference_geo mcp_servers output_config
	service_tier speed user_profile_id workspace_id
`.split(/\s+/);

const THINKING_KEYS: Readonly<Record<string, readonly string[]>> = {
	adaptive: ["display"],
	enabled: ["display", "budget_tokens"],
};
const EFFORTS = ["low", "medium", "high", "xhigh", "max"];
const COUNTED = `
	model messages system thinking tools tool_choice cache_control output_config context_management mcp_servers speed
	user_profile_id workspace_id
`
	.trim()
	.split(/\s+/);

/** The same for a request that is only to be counted: it has no limits and is never streamed. */
export function readCounted(exchange: Exchange, body: JsonRecord, model: string): Prompt {
	const unknown = unknownKey(body, COUNTED);
	if (unknown !== undefined) throw invalid(`${unknown}: Extra inputs are not permitted`);
	return readMessages(exchange, { max_tokens: Number.MAX_SAFE_INTEGER, ...body }, model);
}

/** Reads and checks a Messages request; throws what Anthropic answers to one it does not accept. */
export function readMessages(exchange: Exchange, body: JsonRecord, model: string): Prompt {
	const turns = checkTurns(body.messages);
	const maxTokens = readMaxTokens(body.max_tokens);
	const unknown = unknownKey(body, PARAMETERS);
	if (unknown !== undefined) throw invalid(`${unknown}: Extra inputs are not permitted`);
	checkSystem(body.system);
	checkCacheControl(body.cache_control, "cache_control");
	checkVersion(exchange.headers, body, model, turns);
	const tools = readTools(body.tools);
	return promptOf({
		wire: "anthropic",
		model,
		turns: [
			...(body.system === undefined ? [] : [{ role: "system" as const, text: textOf(body.system), images: 0 }]),
			...turns.flatMap(readTurn),
		],
		tools,
		toolsText: body.tools,
		...readToolChoice(body, tools),
		format: readFormat(body.output_config),
		reasoning: readThinking(body.thinking, maxTokens),
		maxTokens,
		stopSequences: readStops(body.stop_sequences),
		stream: body.stream === true,
		requestNumber: exchange.requestNumber,
	});
}

function readMaxTokens(value: unknown): number {
	if (value === undefined) throw invalid("max_tokens: Field required");
	if (typeof value !== "number" || !Number.isInteger(value))
		throw invalid("max_tokens: Input should be a valid integer");
	if (value < 1) throw invalid("max_tokens: must be greater than or equal to 1");
	return value;
}

function checkSystem(system: unknown): void {
	if (system === undefined || typeof system === "string") return;
	if (!Array.isArray(system)) throw invalid("system: Input should be a valid string or list");
	for (const [index, block] of system.entries()) {
		if (!isRecord(block) || block.type !== "text") throw invalid(`system.${index}.type: Input should be 'text'`);
		const unknown = unknownKey(block, ["type", "text", "cache_control", "citations"]);
		if (unknown !== undefined) throw invalid(`system.${index}.${unknown}: Extra inputs are not permitted`);
		if (block.text === "") throw invalid("system: text content blocks must be non-empty");
		checkBlock(block, `system.${index}`, "system");
	}
}

function readThinking(thinking: unknown, maxTokens: number): boolean {
	if (thinking === undefined) return false;
	const type = isRecord(thinking) ? String(thinking.type) : "";
	if (!isRecord(thinking) || !["adaptive", "between_tools", "enabled", "disabled"].includes(type)) {
		throw invalid(
			`thinking: Input tag '${type}' found using 'type' does not match any of the expected tags: 'adaptive', 'between_tools', 'disabled', 'enabled'`,
		);
	}
	const unknown = unknownKey(thinking, ["type", ...(THINKING_KEYS[type] ?? [])]);
	if (unknown !== undefined) throw invalid(`thinking.${type}.${unknown}: Extra inputs are not permitted`);
	if (thinking.display != null && thinking.display !== "summarized" && thinking.display !== "omitted")
		throw invalid(`thinking.${type}.display: Input should be 'summarized' or 'omitted'`);
	if (type !== "enabled") return type === "adaptive";
	const budget = thinking.budget_tokens;
	if (typeof budget !== "number") throw invalid("thinking.enabled.budget_tokens: Field required");
	if (budget < 1024) throw invalid("thinking.enabled.budget_tokens: Input should be greater than or equal to 1024");
	if (budget >= maxTokens) throw invalid("`max_tokens` must be greater than `thinking.budget_tokens`.");
	return true;
}

function readFormat(config: unknown): Prompt["format"] {
	if (config == null) return undefined;
	if (!isRecord(config)) throw invalid("output_config: Input should be an object");
	const unknown = unknownKey(config, ["effort", "format", "task_budget"]);
	if (unknown !== undefined) throw invalid(`output_config.${unknown}: Extra inputs are not permitted`);
	const { format, effort } = config;
	if (effort != null && !EFFORTS.includes(String(effort))) {
		throw invalid("output_config.effort: Input should be 'low', 'medium', 'high', 'xhigh' or 'max'");
	}
	if (format == null) return undefined;
	if (!isRecord(format) || format.type !== "json_schema")
		throw invalid("output_config.format.type: Input should be 'json_schema'");
	const extra = unknownKey(format, ["type", "schema"]);
	if (extra !== undefined) throw invalid(`output_config.format.${extra}: Extra inputs are not permitted`);
	const problem = structuredSchemaProblem(format.schema);
	if (problem !== undefined) throw invalid(`output_config.format.schema: ${problem}`);
	return isRecord(format.schema) ? { schema: format.schema } : {};
}

function readStops(stops: unknown): string[] {
	if (stops === undefined) return [];
	if (!Array.isArray(stops)) throw invalid("stop_sequences: Input should be a valid list");
	return stops.map((stop, index) => {
		if (typeof stop !== "string") throw invalid(`stop_sequences.${index}: Input should be a valid string`);
		if (stop.trim() === "") throw invalid("stop_sequences: each stop sequence must contain non-whitespace");
		return stop;
	});
}

/** A user message that starts with tool results is two turns: the results, then what the user says. */
function readTurn({ role, content }: JsonRecord): PromptTurn[] {
	const blocks = blocksOf(content);
	const results = blocks.filter((block) => block.type === "tool_result");
	const rest = blocks.filter((block) => block.type !== "tool_result");
	const turns: PromptTurn[] = results.map((block) => ({
		role: "tool",
		text: textOf(block.content),
		images: imagesOf(block.content),
	}));
	if (rest.length === 0) return turns;
	return [...turns, { role: role as PromptTurn["role"], text: textOf(rest), images: imagesOf(rest) }];
}

function textOf(content: unknown): string {
	return blocksOf(content)
		.map((block) => {
			if (typeof block.text === "string") return block.text;
			if (typeof block.thinking === "string") return block.thinking;
			return block.type === "tool_use" ? JSON.stringify({ name: block.name, input: block.input }) : "";
		})
		.filter((text) => text !== "")
		.join(" ");
}

function imagesOf(content: unknown): number {
	return blocksOf(content).filter((block) => block.type === "image").length;
}
