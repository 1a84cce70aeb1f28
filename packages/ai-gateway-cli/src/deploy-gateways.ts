import type { AiGatewayDefinition } from "@workkit/ai-cloudflare-gateway";
import { toApiSettings } from "./api-settings.ts";
import { createGateway, deleteGateway, type GatewaysTarget, readGateway, replaceGateway } from "./gateways-client.ts";
import { mergeSettings } from "./merge-settings.ts";
import { type GatewayPlan, planOf } from "./plan-gateways.ts";

/** Told of each gateway when it is done. */
export type OnGateway = (plan: GatewayPlan) => void;

async function deploy(definition: AiGatewayDefinition, target: GatewaysTarget): Promise<GatewayPlan> {
	const { id } = definition;
	const told = toApiSettings(definition.settings);
	let current = await readGateway(target, id);
	const isNew = !current && (await createGateway(target, id, mergeSettings(told)));
	current ??= await readGateway(target, id);
	const plan = planOf(definition, current);
	// A new gateway as well: making one has been seen to leave out DLP, spend limits, OpenTelemetry and Stripe.
	if (current ? plan.action === "update" : !isNew) await replaceGateway(target, id, mergeSettings(told, current));
	return isNew ? planOf(definition, undefined) : plan;
}

/**
 * Makes the gateways what they were declared to be, one after the other: creates those that are not there, changes in place
 * those that differ, and touches no others. Settings that were not declared stay as they are. Rejects with the client's own error;
 * the gateways before it are done, and a second try goes on from there.
 *
 * @example
 * ```ts
 * import { defineAiGateway } from "@workkit/ai-cloudflare-gateway";
 * import { deployGateways, type GatewaysClient } from "@workkit/ai-gateway-cli";
 *
 * declare const client: GatewaysClient; // new Cloudflare({ apiToken })
 * await deployGateways([defineAiGateway("prod-gateway", { cacheTtl: 300 })], { client, accountId: "…" });
 * ```
 */
export async function deployGateways(
	definitions: readonly AiGatewayDefinition[],
	target: GatewaysTarget,
	onGateway?: OnGateway,
): Promise<GatewayPlan[]> {
	const done: GatewayPlan[] = [];
	for (const definition of definitions) {
		const plan = await deploy(definition, target);
		onGateway?.(plan);
		done.push(plan);
	}
	return done;
}

/** Deletes the gateways with all their logs; one that is not there is fine. Rejects with the client's own error. */
export async function destroyGateways(
	definitions: readonly AiGatewayDefinition[],
	target: GatewaysTarget,
	onGateway?: OnGateway,
): Promise<GatewayPlan[]> {
	const done: GatewayPlan[] = [];
	for (const { id } of definitions) {
		const plan: GatewayPlan = { id, action: (await deleteGateway(target, id)) ? "delete" : "none", changes: [] };
		onGateway?.(plan);
		done.push(plan);
	}
	return done;
}
