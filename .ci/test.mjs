// Every check that a change has to pass, and one closing line with the totals of the tests.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";

const checks = [
	"_lint",
	"build",
	"typecheck",
	"_types",
	"_examples",
	"_vitest",
	"lint:docs",
	"lint:package",
	"exports",
	"size",
	"consumer",
	"smoke",
];
const options = ["--continue=dependencies-successful", "--log-order=grouped"];
const env = { ...process.env };
if (!process.stdout.isTTY) {
	options.push("--no-color");
	env.NO_COLOR = "1";
}
const totals = ".cache/vitest.json";

rmSync(totals, { force: true });
const { status } = spawnSync("turbo", ["run", ...checks, ...options], { stdio: "inherit", env });
if (existsSync(totals)) {
	const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(totals, "utf8"));
	// A file that could not even be loaded has no failed test in it, but it has failed.
	const broken = testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0).length;
	console.log(`${numPassedTests} passed, ${numFailedTests + broken} failed`);
}
process.exit(status ?? 1);
