import { createGateway } from "@workkit/ai-gateway";
import { bodyOf } from "./traffic.ts";

const sse = { headers: { "content-type": "text/event-stream" } };

/** A vendor that answers every request with the same chunks. */
export const streaming = (chunks: readonly Uint8Array[]) => async (): Promise<Response> =>
	new Response(bodyOf(chunks), sse);

/** A gateway whose vendors all are that function. */
export function gatewayTo(vendor: () => Promise<Response>) {
	return createGateway({
		providers: {
			openai: { type: "openai", apiKey: "key", fetch: vendor },
			anthropic: { type: "anthropic", apiKey: "key", fetch: vendor },
			"workers-ai": { type: "workers-ai", binding: { run: vendor } },
		},
		defaultProvider: "openai",
	});
}
