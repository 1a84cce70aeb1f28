import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { withBindings } from "./bindings.ts";
import { workerOf } from "./like-the-demo.ts";

export default withBindings(
	workerOf(async ({ provider, model, prompt }, env, signal) => {
		const messages = [{ role: "user" as const, content: prompt }];
		const baseURL = `${env.SIMULATOR_URL}/${provider}`;
		const stream =
			provider === "openai"
				? await new OpenAI({ apiKey: "key", baseURL: `${baseURL}/v1` }).chat.completions.create(
						{ model, messages, stream: true, stream_options: { include_usage: true } },
						{ signal },
					)
				: await new Anthropic({ apiKey: "key", baseURL }).messages.create(
						{ model, messages, max_tokens: 1_000, stream: true },
						{ signal },
					);
		return new Response(stream.toReadableStream() as ReadableStream);
	}),
);
