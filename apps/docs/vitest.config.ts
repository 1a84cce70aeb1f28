import { defineConfig } from "vitest/config";
import { allEntries } from "../../.ci/packages.ts";

const alias = allEntries().map(({ specifier, source }) => ({
	find: new RegExp(`^${specifier}$`),
	replacement: source,
}));

// One file after the other: they share a small machine with a browser.
export default defineConfig({
	resolve: { alias },
	test: { include: ["test/**/*.test.ts"], fileParallelism: false, testTimeout: 240_000, hookTimeout: 60_000 },
});
