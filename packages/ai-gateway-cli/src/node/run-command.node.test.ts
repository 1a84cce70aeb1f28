import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type SimulatorServer, startSimulator } from "@workkit/ai-simulator/node";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { runCommand } from "./run-command.ts";

let server: SimulatorServer;
let folder: string;

beforeEach(async () => {
	server = await startSimulator({
		keys: ["cf-token"],
		gateway: { gateways: [{ id: "kept", authentication: true, retry_delay: 50 }] },
	});
	folder = mkdtempSync(join(tmpdir(), "ai-gateway-cli-"));
});
afterEach(async () => {
	await server.close();
	rmSync(folder, { recursive: true });
});

const declare = (declared: unknown, file = "ai-gateway.config.json") =>
	writeFileSync(join(folder, file), JSON.stringify(declared));

/** Runs the command against the simulator's management API. */
async function run(args: string, env: Record<string, string | undefined> = {}) {
	const origin = new URL(server.urls.openai).origin;
	const out: string[] = [];
	const err: string[] = [];
	const code = await runCommand(args.split(" ").filter(Boolean), {
		env: {
			CLOUDFLARE_API_TOKEN: "cf-token",
			CLOUDFLARE_ACCOUNT_ID: "sim",
			CLOUDFLARE_BASE_URL: `${origin}/client/v4`,
			...env,
		},
		folder,
		out: (line) => out.push(line),
		error: (line) => err.push(line),
	});
	return { code, out: out.join("\n"), err: err.join("\n") };
}

const production = {
	id: "prod-gateway",
	settings: {
		cacheTtl: 300,
		cacheInvalidateOnUpdate: true,
		rateLimitingInterval: 60,
		rateLimitingLimit: 100,
		rateLimitingTechnique: "sliding",
		collectLogs: true,
		logManagement: 100_000,
		logManagementStrategy: "DELETE_OLDEST",
		authentication: true,
		dlp: { enabled: true, action: "FLAG", profiles: ["x"] },
		guardrails: { prompt: { S1: "BLOCK" }, response: { S1: "FLAG" } },
		spendLimits: { enabled: true, rules: [{ limit: 5, limitType: "cost", window: 3600 }] },
		otel: [{ url: "https://traces.example", headers: { authorization: "otel-secret" } }],
	},
};

describe("deploy", () => {
	it("makes gateways, and changes nothing the second time", async () => {
		declare([production, { id: "second" }]);
		const first = await run("deploy");
		expect(first).toMatchObject({ code: 0, err: "" });
		expect(first.out).toContain("+ prod-gateway  create");
		expect(first.out).toMatch(/2 created, 0 updated, 0 deleted, 0 unchanged\.$/);
		const second = await run("deploy");
		expect(second.out).toBe(
			"= prod-gateway  unchanged\n= second  unchanged\n0 created, 0 updated, 0 deleted, 2 unchanged.",
		);
		expect(server.simulator.requests().filter(({ method }) => method === "PUT" || method === "POST")).toHaveLength(2);
	});

	it("changes in place, and resets nothing that it was not told", async () => {
		declare({ id: "kept", settings: { cacheTtl: 60 } });
		expect((await run("deploy")).out).toBe(
			"~ kept  update\n    cacheTtl: none → 60\n0 created, 1 updated, 0 deleted, 0 unchanged.",
		);
		const put = server.simulator.requests().find(({ method }) => method === "PUT");
		expect(put?.body).toMatchObject({ cache_ttl: 60, authentication: true, retry_delay: 50, collect_logs: true });
		declare({ id: "kept", settings: { cacheTtl: null } });
		expect((await run("deploy")).out).toContain("cacheTtl: 60 → none");
		expect((await run("plan --detailed-exit-code")).code).toBe(0);
	});

	it("says what the API says of a setting that it refuses, without the token", async () => {
		declare({ id: "kept", settings: { storeId: "s", dlp: { enabled: true, action: "FLAG", profiles: [] } } });
		const refused = await run("deploy", { CLOUDFLARE_API_TOKEN: "wrong-token" });
		expect(refused).toMatchObject({ code: 1, out: "" });
		expect(refused.err).toMatch(/^Cloudflare answered 40[013]/);
		expect(refused.err).not.toContain("wrong-token");
	});
});

describe("plan", () => {
	it("shows a diff and changes nothing", async () => {
		declare([production, { id: "kept", settings: { authentication: false } }]);
		const { code, out } = await run("plan");
		expect(code).toBe(0);
		expect(out).toContain("~ kept  update\n    authentication: true → false");
		expect(out).toContain("rateLimitingLimit: 100");
		expect(out).toMatch(/1 to create, 1 to update, 0 to delete, 0 unchanged\.$/);
		expect(server.simulator.requests().every(({ method }) => method === "GET")).toBe(true);
	});

	it("tells no credentials", async () => {
		declare(production);
		const plans = [await run("plan"), await run("plan --json")];
		for (const { out } of plans) {
			expect(out).toContain("otel");
			expect(out).not.toContain("otel-secret");
		}
	});

	it("exits with 3 when there are changes and it was asked to", async () => {
		declare(production);
		expect((await run("plan --detailed-exit-code")).code).toBe(3);
		await run("deploy");
		expect((await run("plan --detailed-exit-code")).code).toBe(0);
	});

	it("writes JSON lines", async () => {
		declare({ id: "kept", settings: { cacheTtl: 60 } });
		const lines = (await run("plan --json")).out.split("\n").map((line) => JSON.parse(line));
		expect(lines).toEqual([
			{ id: "kept", action: "update", changes: [{ setting: "cacheTtl", from: 0, to: 60 }] },
			{ create: 0, update: 1, delete: 0, none: 0 },
		]);
	});
});

describe("destroy", () => {
	it("deletes only with --yes", async () => {
		declare([{ id: "kept" }, { id: "gone" }]);
		const asked = await run("destroy");
		expect(asked).toMatchObject({ code: 2, err: expect.stringContaining("--yes") });
		expect(asked.out).toContain("- kept  delete");
		expect(asked.out).toContain("1 to delete");
		expect(await run("destroy --yes")).toMatchObject({
			code: 0,
			out: expect.stringContaining("1 deleted, 1 unchanged"),
		});
		expect((await run("destroy --yes")).out).toContain("0 deleted, 2 unchanged");
	});
});

describe("declarations", () => {
	it("may be a module that exports them by any name", async () => {
		writeFileSync(
			join(folder, "gateways.mjs"),
			"export const a = { id: 'a', settings: { cacheTtl: 60 } }; export default [a, { id: 'b' }]; export const other = 5;",
		);
		expect((await run("plan gateways.mjs")).out).toMatch(/^\+ a {2}create[\s\S]*\+ b {2}create\n2 to create/);
	});

	it.each([
		["no file", undefined],
		["nothing", []],
		["a setting that is none", { id: "a", settings: { cacheTTL: 5 } }],
		["an impossible name", { id: "A" }],
		["one twice", [{ id: "a" }, { id: "a" }]],
	])("that are wrong end it with 2: %s", async (_name, declared) => {
		if (declared) declare(declared);
		const { code, err } = await run("deploy");
		expect(code).toBe(2);
		expect(err).toContain(folder);
		expect(server.simulator.requests()).toEqual([]);
	});
});

describe("the command line", () => {
	it.each(["destory", "plan a b", "plan --token=x", "--unknown"])("is refused: %s", async (args) => {
		expect((await run(args)).code).toBe(2);
	});

	it("needs a token and an account from the environment, and takes no token otherwise", async () => {
		declare({ id: "a" });
		expect(await run("plan", { CLOUDFLARE_API_TOKEN: undefined })).toMatchObject({
			code: 2,
			err: expect.stringContaining("CLOUDFLARE_API_TOKEN"),
		});
		expect(await run("plan", { CLOUDFLARE_ACCOUNT_ID: "" })).toMatchObject({
			code: 2,
			err: expect.stringContaining("--account"),
		});
		expect((await run("plan --account other", { CLOUDFLARE_ACCOUNT_ID: "" })).code).toBe(0);
		expect(server.simulator.requests()[0]?.url).toContain("/accounts/other/");
	});

	it("sends no other credentials of the environment along", async () => {
		declare({ id: "a" });
		vi.stubEnv("CLOUDFLARE_API_KEY", "global-key");
		vi.stubEnv("CLOUDFLARE_EMAIL", "a@example.com");
		await run("plan");
		vi.unstubAllEnvs();
		expect(JSON.stringify(server.simulator.requests()[0]?.headers)).not.toMatch(/global-key|example\.com/);
	});

	it("has help and a version", async () => {
		expect((await run("--help")).out).toContain("Usage: ai-gateway-cli");
		expect((await run("--version")).out).toMatch(/^\d+\.\d+\.\d+/);
	});
});
