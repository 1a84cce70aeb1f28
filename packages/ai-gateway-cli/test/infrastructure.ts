import { defineAiGateway } from "@workkit/ai-cloudflare-gateway";
import { deployGateways, type GatewayPlan, type GatewaysTarget } from "@workkit/ai-gateway-cli";
import { Data, Effect } from "effect";

export class GatewayFailure extends Data.TaggedError("GatewayFailure")<{ readonly cause: unknown }> {}

export const production = defineAiGateway("prod-gateway", { cacheTtl: 300, authentication: true });

/** The gateways as a step of a program: it fails with a tagged error, and a second run goes on where it stopped. */
export const gateways = (target: GatewaysTarget): Effect.Effect<GatewayPlan[], GatewayFailure> =>
	Effect.tryPromise({
		try: () => deployGateways([production], target),
		catch: (cause) => new GatewayFailure({ cause }),
	});

export const stack = (target: GatewaysTarget): Effect.Effect<{ gatewayId: string }, GatewayFailure> =>
	Effect.gen(function* () {
		const plans = yield* gateways(target);
		yield* Effect.forEach(plans, ({ id, action }) => Effect.log(`${id}: ${action}`));
		// const api = yield* Api; // the Worker that uses the gateway comes after it
		return { gatewayId: production.id };
	});
