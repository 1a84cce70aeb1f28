import type { Wire } from "../candidates/candidate.ts";
import { minimalStream, pickerOf } from "../candidates/limit.ts";
import { withBindings } from "./bindings.ts";
import { workerOf } from "./like-the-demo.ts";

const encoder = new TextEncoder();

/** Written by hand, without errors, deadlines or retries. */
export default withBindings(
	workerOf(async ({ provider, model, prompt }, env, signal) => {
		const path = {
			openai: "/openai/v1/chat/completions",
			anthropic: "/anthropic/v1/messages",
			"workers-ai": "/workers-ai",
		};
		const { body } = await fetch(env.SIMULATOR_URL + path[provider as Wire], {
			method: "POST",
			headers: { "content-type": "application/json", authorization: "Bearer key" },
			body: JSON.stringify({ model, messages: [{ role: "user", content: prompt }], stream: true }),
			signal,
		});
		if (!body) return new Response(null, { status: 502 });
		const reader = minimalStream(body, pickerOf[provider as Wire]()).getReader();
		const events = new ReadableStream(
			{
				async pull(controller) {
					const { done, value } = await reader.read();
					controller.enqueue(encoder.encode(done ? "data: [DONE]\n\n" : `data: ${JSON.stringify(value)}\n\n`));
					if (done) controller.close();
				},
				cancel: (reason) => reader.cancel(reason),
			},
			{ highWaterMark: 0 },
		);
		return new Response(events, { headers: { "content-type": "text/event-stream" } });
	}),
);
