import { join } from "node:path";
import { cloudflareTest } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";
import { recordings } from "../packages/ai-gateway/test/recordings-plugin.node.ts";
import { allEntries, root } from "./packages.ts";
import { regions } from "./regions-plugin.ts";

// Tests import our packages by name and get their source: no build is needed to test.
const alias = allEntries().map(({ specifier, source }) => ({
	find: new RegExp(`^${specifier}$`),
	replacement: source,
}));
// CUT=everywhere splits every recorded body at every byte instead of at a sample of places.
const env = { CUT: process.env.CUT ?? "" };
const testsEnding = (ending: string): string[] =>
	["{packages,apps}/*/{src,test}/**", "docs/examples"].map((folder) => `${folder}/*${ending}`);
const examples = join(root, "docs/examples");

const common = {
	env,
	// Spies and stubs end with the test that made them, so that files may share a worker.
	restoreMocks: true,
	unstubGlobals: true,
	// Only what hangs may run into a limit: on a busy machine a test takes many times its usual time.
	testTimeout: 60_000,
	hookTimeout: 60_000,
};

export default defineConfig({
	root,
	test: {
		// All cores; by default one of them is left idle.
		maxWorkers: "100%",
		projects: [
			{
				root,
				resolve: { alias },
				plugins: [recordings(root), regions(examples)],
				test: {
					...common,
					name: "node",
					include: testsEnding(".test.ts"),
					// The docs have tests of their own, of the built site.
					exclude: [...testsEnding(".workerd.test.ts"), "apps/docs/test/**"],
				},
			},
			{
				root,
				resolve: { alias },
				// The pool adds nodejs_compat by itself; that no flag is needed is shown by consumer.mjs and the example Worker.
				plugins: [
					recordings(root),
					regions(examples),
					cloudflareTest({
						main: join(root, ".ci/workerd/worker.ts"),
						miniflare: {
							compatibilityDate: "2026-08-01",
							kvNamespaces: ["KV"],
							d1Databases: ["DB"],
							durableObjects: {
								BUDGET: { className: "BudgetObject", useSQLite: true },
								LEDGER: { className: "LedgerObject", useSQLite: true },
								LIMITS: { className: "RateLimitObject", useSQLite: true },
							},
						},
					}),
				],
				test: {
					...common,
					name: "workerd",
					// One workerd for all files: five times faster. Node's project keeps files apart.
					isolate: false,
					include: testsEnding(".test.ts"),
					exclude: [...testsEnding(".node.test.ts"), "apps/docs/test/**"],
				},
			},
		],
	},
});
