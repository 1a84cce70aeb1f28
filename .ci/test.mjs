// Every check that a change has to pass, and one closing line with the totals of the tests.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";

const checks = [
	"_lint",
	"build",
	"typecheck",
	"_types",
	"_vitest",
	"lint:docs",
	"lint:package",
	"exports",
	"size",
	"consumer",
	"smoke",
];
const totals = ".cache/vitest.json";

rmSync(totals, { force: true });
const { status } = spawnSync("turbo", ["run", ...checks, "--continue=dependencies-successful", "--log-order=grouped"], {
	stdio: "inherit",
});
if (existsSync(totals)) {
	const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(totals, "utf8"));
	console.log(`${numPassedTests} passed, ${numFailedTests} failed`);
}
process.exit(status ?? 1);
