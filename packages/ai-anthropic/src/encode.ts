import {
	type Call,
	type GatewayToolOptions,
	readConversation,
	type Settings,
	systemMessage,
	type WireRequest,
} from "@workkit/ai-core";
import { encodeMessages } from "./encode-messages.ts";
import { toOutputSchema } from "./output-schema.ts";

/** Sent when the caller sets no `maxTokens`, which the vendor requires. Every current model accepts it. */
export const defaultMaxTokens = 32_000;

/** The version whose models still take sampling settings; later ones refuse them, even at their defaults. */
export const defaultVersion = "2023-06-01";

function encodeTools({ tools, toolChoice }: GatewayToolOptions, vendorTools: unknown): Record<string, unknown> {
	const named = tools.map(({ name, description, parameters }) => ({ name, description, input_schema: parameters }));
	const types = { auto: "auto", none: "none", required: "any" };
	return {
		tools: [...(Array.isArray(vendorTools) ? vendorTools : []), ...named],
		...(toolChoice && {
			tool_choice:
				typeof toolChoice === "string" ? { type: types[toolChoice] } : { type: "tool", name: toolChoice.name },
		}),
	};
}

function encodeSettings(settings: Settings, version: string, warnings: string[]): Record<string, unknown> {
	const { temperature, topP, topK, stop, seed, frequencyPenalty, presencePenalty } = settings;
	const drop = (values: Record<string, unknown>, why: string): void => {
		for (const [name, value] of Object.entries(values)) if (value !== undefined) warnings.push(`\`${name}\` was not sent: ${why}.`);
	};
	drop({ seed, frequencyPenalty, presencePenalty }, "Anthropic does not know it");
	const sampling = { temperature, top_p: topP, top_k: topK };
	const allowed = version === defaultVersion;
	if (!allowed) drop({ temperature, topP, topK }, `version ${version} of Anthropic's API refuses it`);
	return Object.fromEntries(
		Object.entries({
			...(allowed && sampling),
			stop_sequences: typeof stop === "string" ? [stop] : stop,
		}).filter(([, value]) => value !== undefined),
	);
}

/** Builds a Messages request. */
export function encode(call: Call<"run"> | Call<"stream">, version: string): WireRequest {
	const { messages, settings, vendor } = readConversation(call.input);
	const { responseFormat, toolOptions } = call.options;
	const warnings: string[] = [];
	// There is no JSON mode without a schema: words have to do.
	const told = responseFormat === "json" ? [...messages, systemMessage("Answer with JSON only, without a code fence.")] : messages;
	const format = typeof responseFormat === "object" && {
		format: { type: "json_schema", schema: toOutputSchema(responseFormat.jsonSchema) },
	};
	const effort = settings.reasoningEffort !== undefined && { effort: settings.reasoningEffort };
	return {
		path: "/messages",
		body: {
			...vendor,
			...encodeMessages(told, call, warnings),
			...encodeSettings(settings, version, warnings),
			...((format || effort) && { output_config: { ...Object(vendor.output_config), ...effort, ...format } }),
			...(toolOptions && toolOptions.tools.length > 0 && encodeTools(toolOptions, vendor.tools)),
			max_tokens: settings.maxTokens ?? defaultMaxTokens,
			model: call.model,
			...(call.operation === "stream" && { stream: true }),
		},
		warnings,
	};
}
