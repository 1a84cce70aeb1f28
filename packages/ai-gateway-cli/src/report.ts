import type { GatewayPlan } from "./plan-gateways.ts";

/** Settings that hold credentials. */
const hidden = new Set(["otel", "stripe"]);

const marks = { create: "+", update: "~", delete: "-", none: "=" } as const;

function show(setting: string, value: unknown): string {
	if (value === undefined || value === null || value === 0) return "none";
	return hidden.has(setting) ? "(hidden)" : JSON.stringify(value);
}

/** A gateway's lines for people. */
export function describePlan({ id, action, changes }: GatewayPlan): string {
	const lines = changes.map(({ setting, from, to }) => {
		const before = action === "create" ? "" : `${show(setting, from)} → `;
		return `    ${setting}: ${before}${show(setting, to)}`;
	});
	return [`${marks[action]} ${id}  ${action === "none" ? "unchanged" : action}`, ...lines].join("\n");
}

/** The same for programs, without what holds credentials. */
export function jsonPlan({ changes, ...plan }: GatewayPlan): string {
	const safe = changes.map((change) => (hidden.has(change.setting) ? { setting: change.setting } : change));
	return JSON.stringify({ ...plan, changes: safe });
}

/** How many gateways got what. */
export function sumOf(plans: readonly GatewayPlan[]): Record<GatewayPlan["action"], number> {
	const sum = { create: 0, update: 0, delete: 0, none: 0 };
	for (const { action } of plans) sum[action]++;
	return sum;
}

/** The last line for people. */
export function describeSum(plans: readonly GatewayPlan[], done: boolean): string {
	const { create, update, delete: gone, none } = sumOf(plans);
	const words = done ? ["created", "updated", "deleted"] : ["to create", "to update", "to delete"];
	return `${create} ${words[0]}, ${update} ${words[1]}, ${gone} ${words[2]}, ${none} unchanged.`;
}
