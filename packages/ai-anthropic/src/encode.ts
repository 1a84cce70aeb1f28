import { type Call, compact, readConversation, toMessage, type WireRequest } from "@workkit/ai-core";
import { encodeMessages } from "./encode-messages.ts";
import { toOutputSchema } from "./output-schema.ts";

/** Sent when the caller sets no `maxTokens`, which the vendor requires. Every current model accepts it. */
export const defaultMaxTokens = 32_000;

/** The version whose models still take sampling settings; later ones refuse them, even at their defaults. */
export const defaultVersion = "2023-06-01";

const sampling = ["temperature", "top_p", "top_k"];
const unknown = ["seed", "frequency_penalty", "presence_penalty"];
const choices = { auto: "auto", none: "none", required: "any" };

/** Builds a Messages request. */
export function encode(call: Call<"run"> | Call<"stream">, version: string = defaultVersion): WireRequest {
	const { messages, settings } = readConversation(call.input);
	const { responseFormat, toolOptions: { tools = [], toolChoice } = {} } = call.options;
	const {
		max_tokens: limit,
		max_completion_tokens: other,
		stop,
		reasoning_effort: effort,
		system: given,
		output_config: config,
		...rest
	} = settings;
	const warnings: string[] = [];
	for (const name of version === defaultVersion ? unknown : [...unknown, ...sampling]) {
		if (rest[name] !== undefined) warnings.push(`\`${name}\` is not sent: Anthropic does not take it.`);
		delete rest[name];
	}
	// There is no JSON mode without a schema: words have to do.
	const asked =
		responseFormat === "json"
			? [...messages, toMessage({ role: "system", content: "Answer with JSON only, without a code fence." })]
			: messages;
	const encoded = encodeMessages(asked, call, warnings);
	const system = [
		...(typeof given === "string" ? [{ type: "text", text: given }] : ((given as object[]) ?? [])),
		...encoded.system,
	];
	const format = typeof responseFormat === "object" && {
		format: { type: "json_schema", schema: toOutputSchema(responseFormat.jsonSchema) },
	};
	return {
		path: "/messages",
		body: {
			...rest,
			max_tokens: limit ?? other ?? defaultMaxTokens,
			...compact({
				stop_sequences: typeof stop === "string" ? [stop] : stop,
				output_config:
					effort || format || config ? { ...Object(config), ...(effort ? { effort } : {}), ...format } : null,
			}),
			...(system[0] && { system }),
			messages: encoded.messages,
			...(tools[0] && {
				// The caller's own are those that the vendor runs itself.
				tools: [
					...((rest.tools as object[]) ?? []),
					...tools.map(({ name, description, parameters }) => ({ name, description, input_schema: parameters })),
				],
				...(toolChoice && {
					tool_choice: typeof toolChoice === "string" ? { type: choices[toolChoice] } : { type: "tool", ...toolChoice },
				}),
			}),
			model: call.model,
			...(call.operation === "stream" && { stream: true }),
		},
		warnings,
	};
}
