import { createAnthropic } from "@ai-sdk/anthropic";
import { createOpenAI } from "@ai-sdk/openai";
import { generateText, type LanguageModel, streamText } from "ai";
import { createWorkersAI } from "workers-ai-provider";
import {
	bindingOf,
	type Candidate,
	iterating,
	models,
	prompt,
	readingOf,
	type Vendor,
	type Wire,
} from "./candidate.ts";

const modelOf: Record<Wire, (vendor: Vendor) => Exclude<LanguageModel, string>> = {
	openai: (fetch) => createOpenAI({ apiKey: "key", fetch }).chat(models.openai),
	anthropic: (fetch) => createAnthropic({ apiKey: "key", fetch })(models.anthropic),
	"workers-ai": (vendor) => createWorkersAI({ binding: bindingOf(vendor) })(models["workers-ai"]),
};

const stream = (wire: Wire) => (vendor: Vendor) => {
	const model = modelOf[wire](vendor);
	return async () =>
		iterating(streamText({ model, prompt }).fullStream, (event, seen) => {
			if (event.type === "text-delta") seen.characters += event.text.length;
			else if (event.type === "finish") seen.outputTokens = event.totalUsage.outputTokens ?? 0;
			else if (event.type === "error") throw event.error;
		});
};
const call = (wire: Wire) => (vendor: Vendor) => {
	const model = modelOf[wire](vendor);
	return async () => (await generateText({ model, prompt })).text;
};

export const aiSdk: Candidate = {
	label: "AI SDK",
	packages: ["ai", "@ai-sdk/openai", "@ai-sdk/anthropic", "workers-ai-provider"],
	stream: { openai: stream("openai"), anthropic: stream("anthropic"), "workers-ai": stream("workers-ai") },
	call: { openai: call("openai"), anthropic: call("anthropic"), "workers-ai": call("workers-ai") },
};

const question = { prompt: [{ role: "user" as const, content: [{ type: "text" as const, text: prompt }] }] };

const providerStream = (wire: Wire) => (vendor: Vendor) => {
	const model = modelOf[wire](vendor);
	if (!("doStream" in model)) throw new Error(`${wire} has no model to ask.`);
	return async () => {
		const { stream } = await model.doStream(question as never);
		return readingOf<{ type: string; delta?: string; usage?: { outputTokens: number | { total: number } } }>(
			stream as never,
			(event, seen) => {
				if (event.type === "text-delta") seen.characters += event.delta?.length ?? 0;
				else if (event.type === "finish") {
					const tokens = event.usage?.outputTokens ?? 0;
					seen.outputTokens = typeof tokens === "number" ? tokens : tokens.total;
				}
			},
		);
	};
};
const providerCall = (wire: Wire) => (vendor: Vendor) => {
	const model = modelOf[wire](vendor);
	if (!("doGenerate" in model)) throw new Error(`${wire} has no model to ask.`);
	return async () => {
		const { content } = await model.doGenerate(question as never);
		return content.map((part) => (part.type === "text" ? part.text : "")).join("");
	};
};

export const aiSdkProviders: Candidate = {
	label: "AI SDK providers alone",
	packages: ["@ai-sdk/openai", "@ai-sdk/anthropic", "workers-ai-provider"],
	stream: {
		openai: providerStream("openai"),
		anthropic: providerStream("anthropic"),
		"workers-ai": providerStream("workers-ai"),
	},
	call: {
		openai: providerCall("openai"),
		anthropic: providerCall("anthropic"),
		"workers-ai": providerCall("workers-ai"),
	},
};
