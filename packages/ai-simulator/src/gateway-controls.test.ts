import { expect, it } from "vitest";
import { readControls } from "./gateway-controls.ts";
import { gatewaySettings } from "./gateway-settings.ts";

const read = (headers: Record<string, string>, settings: object = {}, config: Record<string, unknown> = {}) =>
	readControls([new Headers(headers)], config, gatewaySettings({ id: "g", ...settings }, 0));

it("bounds a header's delay to five seconds, but not the gateway's own", () => {
	expect(read({ "cf-aig-retry-delay": "6000" }).retryDelayMs).toBe(5000);
	expect(read({}, { retry_delay: 60_000 }).retryDelayMs).toBe(60_000);
});

it("takes an element's config before headers, and headers before the gateway", () => {
	const headers = { "cf-aig-max-attempts": "3", "cf-aig-backoff": "linear", "cf-aig-request-timeout": "10" };
	const settings = { retry_max_attempts: 2, retry_backoff: "exponential", retry_delay: 7 };
	expect(read(headers, settings)).toMatchObject({
		maxAttempts: 3,
		backoff: "linear",
		timeoutMs: 10,
		retryDelayMs: 7,
	});
	const config = { maxAttempts: 4, backoff: "constant", requestTimeout: 20, retryDelay: 8 };
	expect(read(headers, settings, config)).toMatchObject({
		maxAttempts: 4,
		backoff: "constant",
		timeoutMs: 20,
		retryDelayMs: 8,
	});
	expect(read({}, settings)).toMatchObject({ maxAttempts: 2, backoff: "exponential", timeoutMs: undefined });
});
