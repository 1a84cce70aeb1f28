import { exports } from "cloudflare:workers";
import { describe, it } from "vitest";
import { type Ask, checkGatewayLog, checks } from "../test/checks.ts";

// The types of a Worker's own exports are declared by the project that has one Worker; this one has several.
const { default: worker } = exports as unknown as { default: { fetch: typeof fetch } };
const ask: Ask = (path, body) =>
	worker.fetch(`http://worker${path}`, body === undefined ? {} : { method: "POST", body: JSON.stringify(body) });

describe("a Worker by the book in vitest-pool-workers", () => {
	for (const [name, check] of Object.entries(checks)) it(name, () => check(ask));

	it("reads and marks the gateway's log", () => checkGatewayLog(ask));
});
