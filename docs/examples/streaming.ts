import {
	collect,
	type GatewayStreamEvent,
	isWorkkitError,
	readEvents,
	textStream,
	toSseResponse,
} from "@workkit/ai-gateway";
import type { Gateway } from "./env.ts";

export async function first(gateway: Gateway) {
	// #region first
	const stream = await gateway.stream("gpt-5.2", { prompt: "Count to ten." }, { provider: "openai" });

	for await (const event of stream) {
		switch (event.type) {
			case "text":
				console.log(event.delta);
				break;
			case "tool_use":
				console.log(event.name, event.input);
				break;
			case "done":
				console.log(event.finishReason, event.usage);
		}
	}
	// #endregion
}

export async function text(gateway: Gateway) {
	// #region text
	const stream = await gateway.stream("claude-sonnet-4-6", { prompt: "Tell me a story." }, { provider: "anthropic" });
	for await (const delta of textStream(stream)) console.log(delta);
	// #endregion
}

export async function whole(gateway: Gateway) {
	// #region whole
	const stream = await gateway.stream("claude-sonnet-4-6", { prompt: "Tell me a story." }, { provider: "anthropic" });
	const { text, toolCalls, done } = await collect(stream);
	console.log(text, toolCalls.length, done?.usage);
	// #endregion
}

export async function worker(gateway: Gateway, request: Request) {
	// #region worker
	const stream = await gateway.stream(
		"gpt-5.2",
		{ prompt: await request.text() },
		{ provider: "openai", signal: request.signal, firstTokenTimeout: 20_000, idleTimeout: 15_000 },
	);
	const response = toSseResponse(stream);
	// #endregion
	return response;
}

// #region browser
export async function ask(prompt: string, show: (text: string) => void): Promise<void> {
	const response = await fetch("/api/chat", { method: "POST", body: prompt });
	if (!response.ok || !response.body) throw new Error(`The answer was ${response.status}.`);
	for await (const event of readEvents<GatewayStreamEvent>(response.body)) {
		if (event.type === "text") show(event.delta);
	}
}
// #endregion

export async function slim(gateway: Gateway) {
	// #region slim
	const stream = await gateway.stream("gpt-5.2", { prompt: "Hello" }, { provider: "openai" });
	const response = toSseResponse(
		stream.pipeThrough(
			new TransformStream<GatewayStreamEvent, { type: string }>({
				transform(event, controller) {
					const shown = event.type === "done" ? { type: "done", finishReason: event.finishReason } : event;
					controller.enqueue(shown);
				},
			}),
		),
	);
	// #endregion
	return response;
}

export async function failing(gateway: Gateway) {
	// #region failing
	let text = "";
	try {
		const stream = await gateway.stream("gpt-5.2", { prompt: "Tell me a story." }, { provider: "openai" });
		for await (const event of stream) if (event.type === "text") text += event.delta;
	} catch (error) {
		if (!isWorkkitError(error)) throw error;
		// { text, toolCalls, reasoning, usage }: each as far as it came.
		console.error(error.code, error.context.partial);
	}
	// #endregion
	return text;
}

export async function leaving(gateway: Gateway) {
	// #region leaving
	const stream = await gateway.stream("gpt-5.2", { prompt: "Count to a thousand." }, { provider: "openai" });
	let text = "";
	for await (const delta of textStream(stream)) {
		text += delta;
		if (text.length > 20) break; // cancels the stream, and the vendor's request with it
	}
	// #endregion
	return text;
}

export async function deadlines(gateway: Gateway, request: Request) {
	// #region deadlines
	const stream = await gateway.stream(
		"claude-sonnet-4-6",
		{ prompt: "Tell me a long story." },
		{
			provider: "anthropic",
			timeout: 120_000, // all of it
			firstTokenTimeout: 20_000, // until the first event
			idleTimeout: 10_000, // between bytes
			signal: request.signal,
		},
	);
	// #endregion
	return stream;
}

export async function reasoning(gateway: Gateway) {
	// #region reasoning
	const stream = await gateway.stream(
		"claude-sonnet-4-6",
		{ prompt: "Is 2^31 - 1 prime?", thinking: { type: "enabled", budget_tokens: 2_000 } },
		{ provider: "anthropic", events: ["reasoning", "refusal", "tool_input"] },
	);
	for await (const event of stream) {
		if (event.type === "reasoning") console.log("…", event.delta);
		if (event.type === "text") console.log(event.delta);
	}
	// #endregion
}
