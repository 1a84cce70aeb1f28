import type { GatewaySpendRule, GatewaySpendScope } from "./gateway-settings.ts";
import type { Gateway, Spending } from "./gateway-state.ts";
import { isInWindow } from "./gateway-window.ts";

/** What a request is about, as far as budgets ask. */
export type SpendSubject = Pick<Spending, "provider" | "model" | "metadata">;

/** The first of the gateway's spend limits that `subject` has used up; undefined when it may go on. */
export function spentLimit(gateway: Gateway, subject: SpendSubject, nowMs: number): GatewaySpendRule | undefined {
	const limits = gateway.settings.spend_limits;
	if (limits?.enabled === false) return undefined;
	return limits?.rules?.find((rule) => rule.enabled !== false && isSpent(gateway, rule, subject, nowMs));
}

function isSpent(gateway: Gateway, rule: GatewaySpendRule, subject: SpendSubject, nowMs: number): boolean {
	const scopes = scopesOf(rule);
	if (!scopes.every(([read, scope]) => applies(scope, read(subject)))) return false;
	const window = { seconds: rule.window, technique: rule.technique ?? "fixed" };
	const total = gateway.spendings
		.filter((spending) => isInWindow(spending.atMs, window, nowMs) && sharesBucket(scopes, spending, subject))
		.reduce((sum, { costUsd }) => sum + costUsd, 0);
	return total >= rule.limit;
}

type Scopes = (readonly [read: (subject: SpendSubject) => unknown, scope: GatewaySpendScope])[];

function scopesOf({ model, provider, metadata = {} }: GatewaySpendRule): Scopes {
	const scopes: Scopes = [];
	// A rule may name the model alone or with its provider.
	if (model !== undefined) scopes.push([(subject) => subject.model, model]);
	if (provider !== undefined) scopes.push([(subject) => subject.provider, provider]);
	for (const [key, scope] of Object.entries(metadata)) scopes.push([(subject) => subject.metadata[key], scope]);
	return scopes;
}

function applies(scope: GatewaySpendScope, value: unknown): boolean {
	return scope.mode === "filter" ? scope.values.includes(String(value)) : value !== undefined;
}

function sharesBucket(scopes: Scopes, spending: Spending, subject: SpendSubject): boolean {
	return scopes.every(([read, scope]) =>
		scope.mode === "filter" ? applies(scope, read(spending)) : read(spending) === read(subject),
	);
}
