import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { type Candidate, iterating, models, prompt } from "./candidate.ts";

const messages = [{ role: "user" as const, content: prompt }];
const claude = { model: models.anthropic, max_tokens: 1_000, messages };
const gpt = { model: models.openai, messages };

export const openaiSdk: Candidate = {
	label: "OpenAI SDK",
	packages: ["openai"],
	stream: {
		openai(fetch) {
			const client = new OpenAI({ apiKey: "key", fetch });
			return async () =>
				iterating(
					await client.chat.completions.create({ ...gpt, stream: true, stream_options: { include_usage: true } }),
					(chunk, seen) => {
						seen.characters += chunk.choices[0]?.delta.content?.length ?? 0;
						seen.outputTokens = chunk.usage?.completion_tokens ?? seen.outputTokens;
					},
				);
		},
	},
	call: {
		openai(fetch) {
			const client = new OpenAI({ apiKey: "key", fetch });
			return async () => (await client.chat.completions.create(gpt)).choices[0]?.message.content;
		},
	},
};

export const anthropicSdk: Candidate = {
	label: "Anthropic SDK",
	packages: ["@anthropic-ai/sdk"],
	stream: {
		anthropic(fetch) {
			const client = new Anthropic({ apiKey: "key", fetch });
			return async () =>
				iterating(await client.messages.create({ ...claude, stream: true }), (event, seen) => {
					if (event.type === "content_block_delta" && event.delta.type === "text_delta")
						seen.characters += event.delta.text.length;
					else if (event.type === "message_delta") seen.outputTokens = event.usage.output_tokens;
				});
		},
	},
	call: {
		anthropic(fetch) {
			const client = new Anthropic({ apiKey: "key", fetch });
			return async () => {
				const { content } = await client.messages.create(claude);
				return content.map((block) => (block.type === "text" ? block.text : "")).join("");
			};
		},
	},
};
