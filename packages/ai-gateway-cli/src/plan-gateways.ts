import type { AiGatewayDefinition } from "@workkit/ai-cloudflare-gateway";
import { toApiSettings, toSettingName } from "./api-settings.ts";
import { type ApiSettings, type GatewaysTarget, readGateway } from "./gateways-client.ts";
import { isSame } from "./same-setting.ts";

/** A setting that is not as it was declared. */
export interface GatewayChange {
	/** Its name in `defineAiGateway`. */
	readonly setting: string;
	/** As it is; `undefined` in a gateway that is to be made. */
	readonly from: unknown;
	/** As it was declared. */
	readonly to: unknown;
}

/** What would be done about one gateway. */
export interface GatewayPlan {
	readonly id: string;
	readonly action: "create" | "update" | "delete" | "none";
	/** Empty when there is nothing to change, and of a gateway that is deleted. */
	readonly changes: readonly GatewayChange[];
}

/** What is to be done about a gateway whose settings are these, or that is not there. */
export function planOf({ id, settings }: AiGatewayDefinition, current: ApiSettings | undefined): GatewayPlan {
	const told = toApiSettings(settings);
	const changes = Object.entries(told)
		.filter(([name, value]) => !current || !isSame(value, current[name], name))
		.map(([name, to]) => ({ setting: toSettingName(name), from: current?.[name], to }));
	return { id, action: current ? (changes[0] ? "update" : "none") : "create", changes };
}

/**
 * What `deployGateways` would do. Reads, and changes nothing. Rejects with the client's own error.
 *
 * @example
 * ```ts
 * import { defineAiGateway } from "@workkit/ai-cloudflare-gateway";
 * import { type GatewaysClient, planGateways } from "@workkit/ai-gateway-cli";
 *
 * declare const client: GatewaysClient; // new Cloudflare({ apiToken })
 * const plans = await planGateways([defineAiGateway("prod-gateway", { cacheTtl: 300 })], { client, accountId: "…" });
 * console.log(plans[0]?.action, plans[0]?.changes);
 * ```
 */
export async function planGateways(
	definitions: readonly AiGatewayDefinition[],
	target: GatewaysTarget,
): Promise<GatewayPlan[]> {
	const plans: GatewayPlan[] = [];
	for (const definition of definitions) plans.push(planOf(definition, await readGateway(target, definition.id)));
	return plans;
}
