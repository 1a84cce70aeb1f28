import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readCases, startReplayer } from "@workkit/ai-simulator/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createReplay } from "../src/index.ts";
import { canonical } from "../src/replay-match.ts";

const root = join(import.meta.dirname, "../../..");
const all = process.env.WORKKIT_FIXTURES || join(root, "../shared/fixtures");
const directory = existsSync(join(all, "index.json")) ? all : join(root, "packages/ai-gateway/test/fixtures");
const index = JSON.parse(readFileSync(join(directory, "index.json"), "utf8"));
const total: number = index.total ?? index.cases.length;
const cases = readCases(directory);

if (total > cases.length) {
	console.warn(
		`recordings: ${cases.length} of ${total} cases replay; ${total - cases.length} are not in this checkout.`,
	);
}

describe("every recorded case", () => {
	let replayer: Awaited<ReturnType<typeof startReplayer>>;
	beforeAll(async () => {
		replayer = await startReplayer({ cases, speed: 0 });
	});
	afterAll(() => replayer.close());

	it("is read", () => {
		expect(cases.map(({ meta }) => meta.name).sort()).toEqual(
			index.cases.map(({ name }: { name: string }) => name).sort(),
		);
	});

	it.each(cases.map((recorded) => [recorded.meta.name, recorded] as const))(
		"replays byte for byte: %s",
		async (name, recorded) => {
			const { status, headers } = recorded.meta;
			const overLoopback = await fetch(replayer.url, {
				method: "POST",
				body: "{}",
				headers: { "x-replay-case": name },
			});
			const inProcess = await createReplay([recorded]).fetch("https://any.example/", {
				headers: { "x-replay-case": name },
			});
			for (const response of [overLoopback, inProcess]) {
				expect(response.status).toBe(status);
				for (const [header, value] of Object.entries(headers)) {
					if (header !== "transfer-encoding") expect(response.headers.get(header)).toBe(value);
				}
				expect(Buffer.from(await response.arrayBuffer()).equals(recorded.body)).toBe(true);
			}
		},
	);

	it("answers the request it was recorded for", async () => {
		const asked = cases
			.filter(({ request }) => request !== undefined)
			.map((recorded) => ({ ...recorded, key: canonical(JSON.stringify(recorded.request)) }));
		const replay = createReplay(cases);
		for (const { meta, request, key } of asked) {
			const path = /^(?:[a-z]+:\/\/[^/]*|<[^>]*>)(\/.*)/.exec(meta.url ?? "")?.[1] ?? "/v1/chat/completions";
			const url = `https://any.example${path.replace(/[{<](\w+)[}>]/g, "$1")}?${meta.query ?? ""}`;
			const response = await replay.fetch(url, { method: "POST", body: JSON.stringify(request) });
			const body = Buffer.from(await response.arrayBuffer());
			const possible = asked.filter((recorded) => recorded.key === key);
			expect(possible.some((recorded) => body.equals(recorded.body))).toBe(true);
		}
		expect(asked.length).toBeGreaterThan(20);
	});
});
