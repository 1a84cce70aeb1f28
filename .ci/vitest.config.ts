import { cloudflareTest } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";
import { recordings } from "../packages/ai-gateway/test/recordings-plugin.node.ts";
import { allEntries, root } from "./packages.ts";

// Tests import our packages by name and get their source: no build is needed to test.
const alias = allEntries().map(({ specifier, source }) => ({
	find: new RegExp(`^${specifier}$`),
	replacement: source,
}));
// CUT=everywhere splits every recorded body at every byte instead of at a sample of places.
const env = { CUT: process.env.CUT ?? "" };
const folders = "{packages,apps}/*/{src,test}/**";

export default defineConfig({
	root,
	test: {
		projects: [
			{
				root,
				resolve: { alias },
				plugins: [recordings(root)],
				test: {
					name: "node",
					env,
					include: [`${folders}/*.test.ts`],
					exclude: [`${folders}/*.workerd.test.ts`],
				},
			},
			{
				root,
				resolve: { alias },
				plugins: [recordings(root), cloudflareTest({ miniflare: { compatibilityDate: "2026-08-01" } })],
				test: {
					name: "workerd",
					env,
					include: [`${folders}/*.test.ts`],
					exclude: [`${folders}/*.node.test.ts`],
				},
			},
		],
	},
});
