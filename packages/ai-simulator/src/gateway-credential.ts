import type { GatewayCall } from "./gateway-call.ts";
import type { GatewayControls } from "./gateway-controls.ts";
import { gatewayError } from "./gateway-error.ts";
import { letPass } from "./gateway-window.ts";
import type { Provider } from "./gateway-wire.ts";

/** How a request pays its provider. */
export interface Credential {
	/** The headers with the key that goes on to the provider. */
	readonly headers: Headers;
	/** A key the gateway keeps. */
	readonly byok: boolean;
	/** The account's credits. */
	readonly wholesale: boolean;
	/** No key of the caller's: the platform vouches for it. */
	readonly trusted: boolean;
}

/**
 * The key for `provider`: the request's own, else one the gateway keeps, else the account's credits, else none, which the
 * provider answers in its own words. What the gateway keeps and pays is for authenticated requests only.
 *
 * Throws 2040 for an unknown alias and for a gateway that takes stored keys only and has none, 2003 above a stored key's own
 * limit, 2021 without credits.
 */
export function credentialFor(
	call: GatewayCall,
	provider: Provider,
	controls: GatewayControls,
	own: Headers,
): Credential {
	const { gateway, state } = call;
	const headers = new Headers(own);
	for (const [name, value] of Object.entries(provider.headers)) if (!headers.has(name)) headers.set(name, value);
	const none: Credential = { headers, byok: false, wholesale: false, trusted: false };
	if (["authorization", "x-api-key", "api-key"].some((name) => headers.has(name))) return none;
	if (!call.isAuthenticated) return none;

	const { byokAlias } = controls;
	const keys = gateway.keys.filter((key) => key.provider_slug === provider.slug);
	const stored =
		keys.find((key) => key.alias === (byokAlias ?? "default")) ??
		(byokAlias === undefined ? keys.find((key) => key.default_config) : undefined);
	if (stored !== undefined) {
		const { id, rate_limit: limit, rate_limit_period: seconds } = stored;
		const window = { seconds: seconds ?? 0, technique: "fixed" } as const;
		const isLimited = limit !== undefined && window.seconds > 0;
		if (isLimited && !letPass(gateway.passed, id, limit, window, call.startedAtMs)) throw gatewayError(2003);
		headers.set(provider.keyHeader, provider.keyHeader === "authorization" ? `Bearer ${stored.secret}` : stored.secret);
		return { ...none, byok: true };
	}
	if (byokAlias !== undefined) throw gatewayError(2040);

	// The account's own models: whoever is let into the account may run them.
	if (provider.slug === "workers-ai" && call.surface !== "http") return vouchedFor(none, provider);
	if (!provider.takesCredits) return none;
	if (gateway.settings.byok_only) throw gatewayError(2040);
	if (!controls.allowsCredits) return none;
	if (state.creditsUsd <= 0) throw gatewayError(2021);
	return { ...vouchedFor(none, provider), wholesale: true };
}

function vouchedFor(credential: Credential, { keyHeader }: Provider): Credential {
	const headers = new Headers(credential.headers);
	headers.set(keyHeader, keyHeader === "authorization" ? "Bearer cloudflare" : "cloudflare");
	return { ...credential, headers, trusted: true };
}
