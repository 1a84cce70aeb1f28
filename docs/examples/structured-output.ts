import {
	fromJsonSchema,
	isErrorCode,
	isWorkkitError,
	type StructuredOutputError,
	streamStructured,
	structuredAI,
	structuredWithRetry,
} from "@workkit/ai-gateway";
import { z } from "zod";
import type { Gateway } from "./env.ts";

export async function first(gateway: Gateway) {
	// #region first
	const book = z.object({ title: z.string(), year: z.number().int(), subtitle: z.string().optional() });

	const { data, attempts } = await structuredAI(
		gateway,
		"gpt-5.2",
		{ prompt: "Describe the book Momo." },
		{ schema: book, runOptions: { provider: "openai", timeout: 60_000 } },
	);
	console.log(data.title, data.year, data.subtitle, attempts); // typed by the schema
	// #endregion
}

export async function errors(gateway: Gateway) {
	// #region errors
	const schema = z.object({ title: z.string() });
	const options = { schema, maxRetries: 2, runOptions: { provider: "anthropic" } } as const;
	try {
		await structuredAI(gateway, "claude-sonnet-4-6", { prompt: "A book?", maxTokens: 500 }, options);
	} catch (error) {
		if (isErrorCode(error, "WORKKIT_STRUCTURED_OUTPUT_TRUNCATED")) console.error("Raise maxTokens.");
		else if (isErrorCode(error, "WORKKIT_STRUCTURED_OUTPUT_REFUSED")) console.error("The model refused.");
		else if (isErrorCode(error, "WORKKIT_STRUCTURED_OUTPUT")) {
			const { issues, text } = error as StructuredOutputError; // `text` is what the model wrote
			console.error(issues, text.length);
		} else if (isWorkkitError(error))
			console.error(error.code); // the vendor's failure
		else throw error;
	}
	// #endregion
}

export async function streaming(gateway: Gateway) {
	// #region streaming
	const recipe = z.object({ name: z.string(), ingredients: z.array(z.string()) });

	const stream = await streamStructured(
		gateway,
		"claude-sonnet-4-6",
		{ prompt: "A recipe for pancakes." },
		{ schema: recipe, runOptions: { provider: "anthropic" } },
	);
	for await (const event of stream) {
		if (event.type === "partial")
			console.log(event.data.name, event.data.ingredients?.length); // not validated
		else console.log(event.data.ingredients.join(", ")); // `done`: validated
	}
	// #endregion
}

export async function withoutLibrary(gateway: Gateway) {
	// #region without-library
	const schema = fromJsonSchema<{ city: string }>({
		type: "object",
		properties: { city: { type: "string" } },
		required: ["city"],
	});
	const { data } = await structuredAI(
		gateway,
		"@cf/meta/llama-3.3-70b-instruct-fp8-fast",
		{ prompt: "Where is the Eiffel tower?" },
		{ schema, ask: "words" }, // for a model without JSON mode
	);
	console.log(data.city);
	// #endregion
}

export async function format(gateway: Gateway) {
	// #region format
	const { text = "", finishReason } = await gateway.run(
		"gpt-5.2",
		{ prompt: "Describe the book Momo." },
		{
			provider: "openai",
			responseFormat: {
				name: "book",
				jsonSchema: {
					type: "object",
					properties: { title: { type: "string" }, year: { type: "integer" } },
					required: ["title", "year"],
				},
			},
		},
	);
	if (finishReason !== "stop") throw new Error(`The answer is not whole: ${finishReason}`);
	const book: unknown = JSON.parse(text);
	// #endregion
	return book;
}

// #region anything
/** `generate` asks a model; with an argument it asks again, with the reasons. */
export async function nameFrom(generate: (remindWith?: string) => Promise<string>): Promise<string> {
	const schema = z.object({ name: z.string() });
	const { data } = await structuredWithRetry({ schema, generate, maxAttempts: 3 });
	return data.name;
}
// #endregion
