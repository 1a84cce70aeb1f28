import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as cost from "@workkit/ai-cost";
import * as gateway from "@workkit/ai-gateway";
import * as simulator from "@workkit/ai-simulator";
import { describe, expect, it } from "vitest";
import { allChoices } from "./all-choices.node.ts";
import { codeOf } from "./code-of.ts";
import type { Happening } from "./happening.ts";
import { runScenario } from "./run-scenario.ts";
import { type Scenario, scenarioOf } from "./scenario.ts";

const root = join(import.meta.dirname, "../../../..");
const folder = join(root, ".cache/playground");
const modules = { "@workkit/ai-cost": cost, "@workkit/ai-gateway": gateway, "@workkit/ai-simulator": simulator };
const AsyncFunction = (async () => {}).constructor as new (
	...names: string[]
) => (...given: unknown[]) => Promise<void>;

/** Nothing waits where waiting is not what happens. */
const quick = (key: string, value: unknown): unknown =>
	key === "paceMs" || key === "delayMs" ? 0 : key === "retry-after" ? "0" : value;
const scenarios = allChoices.map((choices): [string, Scenario] => [
	Object.values(choices).slice(0, 5).join(" "),
	JSON.parse(JSON.stringify(scenarioOf(choices), quick)),
]);

/** What differs from run to run. */
const changing = ["startedAt", "durationMs", "day"];
const settled = (told: unknown): unknown =>
	JSON.parse(
		JSON.stringify(told, (key, value) => (changing.includes(key) ? 0 : value))
			// The gateway makes ids up where the vendor sends none.
			.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "made up"),
	);

/** What the page tells of a run: what was handed out, what the ledger has, and the error. */
async function ofPage(scenario: Scenario): Promise<unknown> {
	const told: Happening[] = [];
	await runScenario(scenario, (happening) => told.push(happening), new AbortController().signal);
	const end = told.at(-1);
	const printed = told.flatMap((one): unknown[] => {
		if (one.type === "event") return [one.event];
		return one.type === "output" ? [one.output] : [];
	});
	if (end?.type === "finished") return settled({ printed, rows: end.spent });
	return settled({ printed, error: end?.type === "failed" ? String(end.error) : "no end" });
}

/** What the code prints. It has no types of its own, so that it is JavaScript too. */
async function ofCode(code: string): Promise<unknown> {
	const body = code.replace(/^import (\{.*\}) from (".*");$/gm, "const $1 = modules[$2];");
	const printed: unknown[] = [];
	let rows: unknown;
	const console = {
		log: (given: unknown) => printed.push(structuredClone(given)),
		table: (given: unknown) => {
			rows = given;
		},
	};
	try {
		await new AsyncFunction("modules", "console", body)(modules, console);
		return settled({ printed, rows });
	} catch (error) {
		return settled({ printed, error: String(error) });
	}
}

describe("the code that is shown", () => {
	it("type-checks for every choice", () => {
		rmSync(folder, { recursive: true, force: true });
		mkdirSync(folder, { recursive: true });
		const base = JSON.parse(readFileSync(join(root, "tsconfig.base.json"), "utf8"));
		const paths = Object.entries<string[]>(base.compilerOptions.paths).map(([name, [path]]) => [
			name,
			[`../../${path}`],
		]);
		const compilerOptions = {
			types: ["@cloudflare/workers-types"],
			paths: Object.fromEntries(paths),
			isolatedDeclarations: false,
			declaration: false,
		};
		const config = { extends: "../../tsconfig.base.json", compilerOptions, include: ["*.ts"] };
		writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
		for (const [index, choices] of allChoices.entries()) {
			writeFileSync(join(folder, `${index}.ts`), codeOf(scenarioOf(choices)));
		}
		const { stdout, error } = spawnSync("tsc", ["-p", folder, "--pretty", "false"], { cwd: folder, encoding: "utf8" });
		const own = stdout.split("\n").filter((line) => /^\d+\.ts/.test(line));
		expect({ own, error }).toEqual({ own: [], error: undefined });
	});

	it("does what the page does, for every choice", async () => {
		const pairs = await Promise.all(
			scenarios.map(async ([name, scenario]) => {
				const [page, code] = await Promise.all([ofPage(scenario), ofCode(codeOf(scenario))]);
				return { name, page, code };
			}),
		);
		for (const { name, page, code } of pairs) expect({ name, told: code }).toEqual({ name, told: page });
		expect(pairs).toHaveLength(8 * 2 * 3 * 5);
		expect(new Set(pairs.map(({ code }) => JSON.stringify(code))).size).toBeGreaterThan(60);
	});
});
