import { createGateway, type GatewayStreamEvent } from "@workkit/ai-gateway";
import {
	bindingOf,
	type Candidate,
	models,
	prompt,
	readingOf,
	type Seen,
	type Vendor,
	type Wire,
} from "./candidate.ts";

/** A gateway whose vendors all are that function. */
export function gatewayTo(vendor: Vendor) {
	return createGateway({
		providers: {
			openai: { type: "openai", apiKey: "key", fetch: vendor },
			anthropic: { type: "anthropic", apiKey: "key", fetch: vendor },
			"workers-ai": { type: "workers-ai", binding: bindingOf(vendor) },
		},
		defaultProvider: "openai",
	});
}

function note(event: GatewayStreamEvent, seen: Seen): void {
	if (event.type === "text") seen.characters += event.delta.length;
	else if (event.type === "done") seen.outputTokens = event.usage?.outputTokens ?? 0;
}

const stream = (provider: Wire) => (vendor: Vendor) => {
	const gateway = gatewayTo(vendor);
	return async () => readingOf(await gateway.stream(models[provider], { prompt }, { provider }), note);
};
const call = (provider: Wire) => (vendor: Vendor) => {
	const gateway = gatewayTo(vendor);
	return async () => (await gateway.run(models[provider], { prompt }, { provider })).text;
};

export const ours: Candidate = {
	label: "workkit",
	packages: ["@workkit/ai-gateway"],
	stream: { openai: stream("openai"), anthropic: stream("anthropic"), "workers-ai": stream("workers-ai") },
	call: { openai: call("openai"), anthropic: call("anthropic"), "workers-ai": call("workers-ai") },
};
