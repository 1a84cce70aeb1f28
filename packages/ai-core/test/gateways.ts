import { openai } from "@workkit/ai-openai";
import { type CompleteGateway, createGateway, type GatewayStreamEvent, type Provider } from "../src/index.ts";
import { type Reply, type Upstream, upstreamOf } from "./upstream.ts";

/** A gateway with one HTTP provider, `vendor`, and its upstream. */
export function vendorGateway(...replies: [Reply, ...Reply[]]): Upstream & { gateway: CompleteGateway<"vendor"> } {
	const upstream = upstreamOf(...replies);
	const vendor = openai({ apiKey: "test-key", baseUrl: "https://vendor.example/v1", fetch: upstream.fetch });
	const gateway = createGateway({ providers: { vendor }, defaultProvider: "vendor" });
	// Not spread: `exchange` is a getter.
	return Object.assign(upstream, { gateway });
}

/** A gateway with one hand-written provider, `own`. */
export function ownGateway(own: Provider): CompleteGateway<"own"> {
	return createGateway({ providers: { own }, defaultProvider: "own" });
}

/** A hand-written provider's stream of these events, which tells its reads and cancels. */
export function ownStream(
	events: readonly (GatewayStreamEvent | { type: string; delta?: string })[],
	end: "close" | "stay open" | { error: unknown } = "close",
): { stream: ReadableStream<GatewayStreamEvent>; pulls: () => number; cancelled: unknown[] } {
	let pulls = 0;
	const cancelled: unknown[] = [];
	const stream = new ReadableStream<GatewayStreamEvent>(
		{
			pull(controller) {
				const event = events[pulls++];
				// Providers in JavaScript may emit what the type does not know.
				if (event) return controller.enqueue(event as GatewayStreamEvent);
				if (end === "close") return controller.close();
				if (end !== "stay open") return controller.error(end.error);
				return new Promise(() => {});
			},
			cancel(reason) {
				cancelled.push(reason);
			},
		},
		{ highWaterMark: 0 },
	);
	return { stream, pulls: () => pulls, cancelled };
}
