import { defineConfig } from "vitest/config";

// One file after the other: they share two cores with a browser.
export default defineConfig({
	test: { include: ["test/**/*.test.ts"], fileParallelism: false, testTimeout: 120_000, hookTimeout: 60_000 },
});
