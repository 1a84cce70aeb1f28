import type { GatewayControls } from "./gateway-controls.ts";

/** What one call asks of the Workers AI binding; other providers ignore it. */
export interface WorkersAiCallOptions {
	/** Another AI Gateway for this call to pass through, or none. */
	readonly gateway?: (GatewayControls & { readonly id: string }) | false | undefined;
	/** Replaces the provider's: at most 5, of at most 50 letters, digits and `: - . / @`. */
	readonly tags?: readonly string[] | undefined;
	/** Calls with the same text go to the same machine where they can, so that it knows their beginning already. */
	readonly sessionAffinity?: string | undefined;
	/** Fails with `RateLimitError` (3040) at once when there is no capacity, instead of waiting for it. */
	readonly rejectIfBusy?: boolean | undefined;
}
