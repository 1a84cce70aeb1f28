import type { Exchange } from "./exchange.ts";
import { isRecord, type JsonRecord, listOf } from "./json.ts";
import type { Prompt, PromptTool, PromptTurn } from "./prompt.ts";
import { promptOf } from "./prompt-of.ts";
import { badInput, checkInputs, type Field, mismatch } from "./workers-ai-check.ts";
import { platformError } from "./workers-ai-error.ts";
import { readMedia } from "./workers-ai-media.ts";

const ROLES = ["system", "user", "assistant", "tool", "developer"];

/** What differs between the families of text generation models. */
export interface TextFamily {
	/** Tokens when `max_tokens` is absent; undefined: no limit. */
	readonly defaultMaxTokens: number | undefined;
	/** Whether images may be given by their address on the web. */
	readonly takesRemoteImages: boolean;
}

const number = (min: number, max: number): Field => ({ type: "number", min, max });

const FIELDS: Readonly<Record<string, Field>> = {
	stream: { type: "boolean" },
	raw: { type: "boolean" },
	max_tokens: { type: "integer", min: 1 },
	temperature: number(0, 5),
	top_p: number(0, 2),
	top_k: { type: "integer", min: 0 },
	seed: { type: "integer" },
	repetition_penalty: number(0, 2),
	frequency_penalty: number(-2, 2),
	presence_penalty: number(-2, 2),
	lora: { type: "string" },
	tools: { type: "array" },
	functions: { type: "array" },
};

/** Models that fine-tunes can be laid over. */
const TAKES_LORA =
	/-lora$|llama-3\.2-11b-vision|mistral-7b-instruct-v0\.[12]|mistral-small|gemma-(2b|7b|3)|qwq|qwen2\.5-coder|llama-guard/;

/** Reads and checks the inputs of a text generation model; throws what the platform answers to inputs it does not accept. */
export function readText(exchange: Exchange, model: string, inputs: JsonRecord, family: TextFamily): Prompt {
	// An option that is null is one that is not there.
	checkInputs(Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== null)), FIELDS);
	if (inputs.lora != null) checkLora(model, String(inputs.lora));
	const messages = readTurns(inputs, family);
	const tools = [...listOf(inputs.tools), ...listOf(inputs.functions)].map(readTool);
	const thinks = isRecord(inputs.chat_template_kwargs) && inputs.chat_template_kwargs.enable_thinking === true;
	const effort = inputs.reasoning_effort;
	return promptOf({
		wire: "workers-ai",
		model,
		turns: messages,
		tools,
		toolsText: inputs.tools,
		toolChoice: readToolChoice(inputs.tool_choice, tools),
		parallelTools: inputs.parallel_tool_calls !== false,
		format: readFormat(inputs.response_format),
		reasoning: thinks || (typeof effort === "string" && effort !== "none"),
		maxTokens: readMaxTokens(inputs, family),
		stopSequences: [inputs.stop].flat().filter((stop) => typeof stop === "string"),
		stream: inputs.stream === true,
		requestNumber: exchange.requestNumber,
	});
}

function checkLora(model: string, lora: string): void {
	if (!TAKES_LORA.test(model)) throw platformError(5005, `${model} does not support LoRA fine-tunes`);
	if (lora.startsWith("no-such-")) throw platformError(3042, `No such finetune ${lora}`);
}

function readTurns({ prompt, messages, image }: JsonRecord, family: TextFamily): PromptTurn[] {
	if (messages === undefined) {
		if (prompt === undefined) {
			const missing = ["prompt", "messages"].map((name) => `required properties at '/' are '${name}'`);
			throw badInput(`oneOf at '/' not met, 0 matches: ${missing.join(", ")}`);
		}
		checkInputs({ prompt }, { prompt: { type: "string", min: 1 } });
		return [{ role: "user", text: String(prompt), images: imageCount(image) }];
	}
	checkInputs({ messages }, { messages: { type: "array", min: 1 } });
	const turns = listOf(messages).map((message, index) => readTurn(message, `/messages/${index}`, family));
	const last = turns.at(-1);
	// The image of llama-3.2-11b-vision stands beside the messages and belongs to the last of them.
	return last === undefined ? [] : [...turns.slice(0, -1), { ...last, images: last.images + imageCount(image) }];
}

function imageCount(image: unknown): number {
	if (image === undefined) return 0;
	readMedia({ inputs: { image }, attachment: undefined }, "image", ["bytes", "base64"]);
	return 1;
}

function readTurn(message: unknown, at: string, family: TextFamily): PromptTurn {
	if (!isRecord(message) || !ROLES.includes(String(message.role)))
		throw badInput(`enum ${isRecord(message) ? message.role : message} not in ${ROLES.join(",")} at '${at}/role'`);
	const { role, content } = message;
	if (typeof content !== "string" && !Array.isArray(content)) {
		throw mismatch(`${at}/content`, content ?? null, ["string", "array"]);
	}
	const parts = typeof content === "string" ? [{ type: "text", text: content }] : content;
	const texts: string[] = [];
	let images = 0;
	for (const [index, part] of parts.entries()) {
		const image =
			isRecord(part) && part.type === "image_url" && isRecord(part.image_url) ? part.image_url.url : undefined;
		if (isRecord(part) && part.type === "text" && typeof part.text === "string") texts.push(part.text);
		else if (typeof image !== "string")
			throw platformError(8001, `Invalid input: unknown part at '${at}/content/${index}'`);
		else if (!image.startsWith("data:") && !family.takesRemoteImages)
			throw platformError(8001, "Invalid input: image_url must be a data URL");
		else images++;
	}
	const calls = listOf(message.tool_calls).map((call) =>
		JSON.stringify(isRecord(call) ? (call.function ?? call) : call),
	);
	return {
		role: role === "developer" ? "system" : (role as PromptTurn["role"]),
		text: [...texts, ...calls].filter((text) => text !== "").join(" "),
		images,
	};
}

/** OpenAI's nested form, or the flat `{ name, description, parameters }`. */
function readTool(tool: unknown, index: number): PromptTool {
	const at = `/tools/${index}`;
	if (!isRecord(tool)) throw platformError(8001, `Invalid input: '${at}' must be an object`);
	const declared = tool.type === "function" ? tool.function : tool;
	if (!isRecord(declared) || typeof declared.name !== "string")
		throw platformError(8001, `Invalid input: '${at}' has no name`);
	if (declared.description !== undefined && typeof declared.description !== "string") {
		throw platformError(8001, `Invalid input: '${at}/description' must be a string`);
	}
	return { name: declared.name, parameters: declared.parameters };
}

function readToolChoice(value: unknown, tools: readonly PromptTool[]): Prompt["toolChoice"] {
	if (value == null) return "auto";
	if (value === "auto" || value === "none" || value === "required") return value;
	const called =
		isRecord(value) && value.type === "function" && isRecord(value.function) ? value.function.name : undefined;
	if (typeof called === "string" && tools.some((tool) => tool.name === called)) return { name: called };
	throw platformError(
		8001,
		"Invalid input: tool_choice must be 'auto', 'none', 'required' or a function that is in tools",
	);
}

function readFormat(value: unknown): Prompt["format"] {
	if (value == null) return undefined;
	const type = isRecord(value) ? value.type : undefined;
	if (type === "text") return undefined;
	if (type === "json_object") return {};
	const schema = isRecord(value) ? value.json_schema : undefined;
	if (type === "json_schema" && isRecord(schema)) return { schema };
	throw badInput("required properties at '/response_format' are 'type', and 'json_schema' for the type json_schema");
}

function readMaxTokens(inputs: JsonRecord, { defaultMaxTokens }: TextFamily): number | undefined {
	const value = inputs.max_tokens ?? inputs.max_completion_tokens ?? defaultMaxTokens;
	if (value === undefined) return undefined;
	if (typeof value === "number" && Number.isInteger(value) && value > 0) return value;
	throw badInput("'/max_completion_tokens' must be >= 1 not met");
}
