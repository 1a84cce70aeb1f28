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
	"docs",
	"docs:test",
	"lint:docs",
	"lint:package",
	"exports",
	"size",
	"counts",
	"readme",
	"consumer",
	"smoke",
];
const options = ["--continue=dependencies-successful", "--log-order=grouped"];
const env = { ...process.env };
if (!process.stdout.isTTY) {
	options.push("--no-color");
	env.NO_COLOR = "1";
}
const totals = [".cache/vitest.json", ".cache/vitest-docs.json"];

for (const file of totals) rmSync(file, { force: true });
const { status } = spawnSync("turbo", ["run", ...checks, ...options], { stdio: "inherit", env });
const reports = totals.filter((file) => existsSync(file)).map((file) => JSON.parse(readFileSync(file, "utf8")));
if (reports.length > 0) {
	const passed = reports.reduce((sum, { numPassedTests }) => sum + numPassedTests, 0);
	const failed = reports.reduce((sum, { numFailedTests }) => sum + numFailedTests, 0);
	// A file that could not even be loaded has no failed test in it, but it has failed.
	const broken = reports
		.flatMap(({ testResults }) => testResults)
		.filter((file) => file.status === "failed" && file.assertionResults.length === 0).length;
	console.log(`${passed} passed, ${failed + broken} failed`);
}
process.exit(status ?? 1);
