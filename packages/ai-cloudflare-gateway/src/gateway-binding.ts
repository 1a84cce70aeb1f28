import { BindingNotFoundError } from "@workkit/errors";

/** The part of `env.AI` that reaches gateways. Cloudflare's `Ai` fits, and so does a fake. */
export interface GatewayBinding {
	/** The client of one gateway. Parameters are `never`, since Cloudflare's own types accept no wider ones. */
	gateway(id: string): {
		/** One request of the Universal Endpoint, or several. */
		run(data: never, options: never): Promise<unknown>;
		/** Base URL of the gateway, or of a provider behind it. */
		getUrl(provider: never): Promise<string>;
		/** A log entry. */
		getLog(id: string): Promise<unknown>;
		/** Changes a log entry. */
		patchLog(id: string, data: never): Promise<unknown>;
	};
}

/** The client as it is called. */
export interface CallableGateway {
	run(data: unknown, options: { extraHeaders: Record<string, string>; signal?: AbortSignal }): Promise<Response>;
	getUrl(provider: string | undefined): Promise<string>;
	getLog(id: string): Promise<unknown>;
	patchLog(id: string, data: unknown): Promise<unknown>;
}

/** The binding's client of a gateway. Throws `BindingNotFoundError` when there is no binding. */
export function openGateway(binding: GatewayBinding, id: string): CallableGateway {
	if (typeof binding?.gateway !== "function") {
		throw new BindingNotFoundError("AI", {
			message: 'Binding "AI" not found: add `"ai": { "binding": "AI" }` to wrangler.jsonc and pass `env.AI`.',
		});
	}
	return binding.gateway(id) as unknown as CallableGateway;
}
