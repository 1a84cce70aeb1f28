import { cloudflareTest } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";
import { bundle } from "../test/bundle.node.ts";

// The Worker's offline configuration is all that its tests need to run without a login.
export default defineConfig({
	plugins: [
		cloudflareTest({
			wrangler: { configPath: "../offline/wrangler.jsonc" },
			miniflare: {
				workers: [
					{
						name: "vector-index",
						compatibilityDate: "2026-08-01",
						modules: [
							{
								type: "ESModule",
								path: "vector-index.js",
								contents: await bundle("apps/offline-worker/offline/vector-index.ts"),
							},
						],
					},
				],
			},
		}),
	],
	test: { root: import.meta.dirname, include: ["*.test.ts"], testTimeout: 60_000, hookTimeout: 60_000 },
});
