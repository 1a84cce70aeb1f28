import { type Call, compact, readConversation, type WireRequest } from "@workkit/ai-core";
import { encodeMessages } from "./encode-messages.ts";
import { toOutputSchema } from "./output-schema.ts";

/** Sent when the caller sets no `maxTokens`, which the vendor requires. Every current model accepts it. */
export const defaultMaxTokens = 32_000;

/** Sent when the caller names no version. Its models still take sampling settings; later versions refuse them, even at their defaults. */
export const defaultVersion = "2023-06-01";

const sampling = ["temperature", "top_p", "top_k"];
const neverTaken = ["seed", "frequency_penalty", "presence_penalty"];

/** Text as a block; a block stays as it is. */
const toBlock = (given: unknown): unknown => (typeof given === "string" ? { type: "text", text: given } : given);

/** Builds a Messages request, as the version takes it. */
export function encode(call: Call<"run"> | Call<"stream">, version: string | undefined): WireRequest {
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
	for (const name of version === defaultVersion ? neverTaken : [...neverTaken, ...sampling]) {
		if (rest[name] === undefined) continue;
		warnings.push(`\`${name}\` is not sent to Anthropic.`);
		delete rest[name];
	}
	const encoded = encodeMessages(messages, call, warnings);
	const system = given == null ? encoded.system : [...[given].flat().map(toBlock), ...encoded.system];
	// There is no JSON mode without a schema: words have to do.
	if (responseFormat === "json") system.push(toBlock("Answer in JSON only, without a code fence."));
	const format =
		typeof responseFormat === "object"
			? { type: "json_schema", schema: toOutputSchema(responseFormat.jsonSchema) }
			: null;
	const output = { ...Object(config), ...compact({ effort, format }) };
	return {
		path: "/messages",
		body: {
			...rest,
			max_tokens: limit ?? other ?? defaultMaxTokens,
			...compact({
				stop_sequences: stop && [stop].flat(),
				output_config: Object.keys(output)[0] && output,
				system: system[0] && system,
			}),
			messages: encoded.messages,
			...(tools[0] && {
				// The caller's own are those that the vendor runs itself.
				tools: [
					...((rest.tools as object[]) ?? []),
					...tools.map(({ name, description, parameters }) => ({ name, description, input_schema: parameters })),
				],
				...(toolChoice && {
					tool_choice:
						typeof toolChoice === "object"
							? { type: "tool", ...toolChoice }
							: { type: toolChoice === "required" ? "any" : toolChoice },
				}),
			}),
			model: call.model,
			...(call.operation === "stream" && { stream: true }),
		},
		warnings,
	};
}
