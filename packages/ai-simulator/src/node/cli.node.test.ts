import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { startSimulator } from "../node.ts";
import type { SimulatorUrls } from "../urls.ts";
import { parseCommand } from "./cli-options.ts";

const cli = fileURLToPath(new URL("./cli.ts", import.meta.url));
const children: ChildProcess[] = [];

afterEach(async () => {
	for (const child of children.splice(0)) {
		if (child.exitCode !== null || child.signalCode !== null) continue;
		child.kill("SIGKILL");
		await once(child, "exit");
	}
});

function start(...args: string[]) {
	const child = spawn(process.execPath, [cli, ...args], { stdio: ["ignore", "pipe", "pipe"] });
	children.push(child);
	const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
	return {
		child,
		line: async () => (await lines.next()).value as string,
		/** Skips lines until one matches. */
		async lineLike(pattern: RegExp) {
			for (;;) {
				const { value, done } = await lines.next();
				if (done) throw new Error(`no line like ${pattern}`);
				if (pattern.test(value)) return value as string;
			}
		},
	};
}

async function run(...args: string[]) {
	const child = spawn(process.execPath, [cli, ...args], { stdio: ["ignore", "pipe", "pipe"] });
	children.push(child);
	let out = "";
	let err = "";
	child.stdout.on("data", (chunk) => (out += chunk));
	child.stderr.on("data", (chunk) => (err += chunk));
	const [code] = await once(child, "close");
	return { code, out, err };
}

const chat = (openai: string, body: object = {}, key = "k") =>
	fetch(`${openai}/chat/completions`, {
		method: "POST",
		headers: key === "" ? {} : { authorization: `Bearer ${key}` },
		body: JSON.stringify({ model: "gpt-4.1", messages: [{ role: "user", content: "Hello" }], ...body }),
	});

describe("ai-simulator --json", () => {
	it("prints the base URLs first, then one line for each request", async () => {
		const { line } = start("--port", "0", "--json");
		const urls: SimulatorUrls = JSON.parse(await line());
		expect(Object.keys(urls)).toEqual(["openai", "anthropic", "workersAi", "gateway", "inspector"]);
		const origin = new URL(urls.openai).origin;
		expect(urls).toEqual({
			openai: `${origin}/openai/v1`,
			anthropic: `${origin}/anthropic`,
			workersAi: `${origin}/client/v4/accounts/sim/ai/v1`,
			gateway: `${origin}/v1/sim`,
			inspector: `${origin}/inspector`,
		});
		await (await chat(urls.openai, { stream: true })).text();
		const call = JSON.parse(await line());
		expect(call).toEqual({
			time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
			wire: "openai",
			method: "POST",
			path: "/openai/v1/chat/completions",
			model: "gpt-4.1",
			status: 200,
			frames: expect.any(Number),
			ms: expect.any(Number),
			outcome: "finished",
		});
		expect(call.frames).toBeGreaterThan(3);
		expect(await (await fetch(urls.inspector)).text()).toContain("<title>AI simulator</title>");
		await (await chat(urls.openai, {}, "")).text();
		expect(JSON.parse(await line())).toMatchObject({ status: 401 });
	});

	it("accepts no other keys than those given", async () => {
		const { line } = start("--port", "0", "--json", "--key", "one", "--key", "two");
		const { openai } = JSON.parse(await line());
		const statuses = await Promise.all(
			["one", "two", "three"].map(async (key) => (await chat(openai, {}, key)).status),
		);
		expect(statuses).toEqual([200, 200, 401]);
	});
});

describe("ai-simulator --record and --replay", () => {
	it("record an upstream's answer without the key, and give it again", async () => {
		const folder = mkdtempSync(join(tmpdir(), "ai-simulator-"));
		const simulator = await startSimulator({ seed: 99, reply: () => "As it was recorded." });
		try {
			const upstream = `openai=${simulator.url}/openai`;
			const recording = start("--port", "0", "--json", "--record", folder, "--upstream", upstream);
			const recorded: SimulatorUrls = JSON.parse(await recording.line());
			const text = await (await chat(recorded.openai, { stream: true }, "sk-very-secret")).text();
			expect(text).toContain(" recorde");
			expect(JSON.parse(await recording.line())).toMatchObject({ wire: "openai", model: "gpt-4.1", status: 200 });
			expect(await (await fetch(`${recorded.inspector}/calls`)).text()).toContain("gpt-4.1");
			recording.child.kill("SIGTERM");
			await once(recording.child, "exit");
			const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => join(folder, file));
			const written = files.filter((file) => statSync(file).isFile()).map((file) => readFileSync(file, "utf8"));
			expect(written.join("")).toContain(" recorde");
			expect(written.join("")).not.toContain("very-secret");

			const replaying = start("--port", "0", "--json", "--replay", folder);
			const replayed: SimulatorUrls = JSON.parse(await replaying.line());
			expect(await (await chat(replayed.openai, { stream: true })).text()).toBe(text);
			expect(JSON.parse(await replaying.line())).toMatchObject({ model: "gpt-4.1", status: 200, outcome: "finished" });
			expect(await (await fetch(`${replayed.inspector}/calls/1`)).text()).toContain(" recorde");
			expect((await chat(replayed.openai, { model: "gpt-4o" })).status).toBe(404);
		} finally {
			await simulator.close();
			rmSync(folder, { recursive: true, force: true });
		}
	});

	it("have nothing to replay in an empty folder", async () => {
		const folder = mkdtempSync(join(tmpdir(), "ai-simulator-"));
		expect(await run("--port", "0", "--replay", folder)).toMatchObject({
			code: 2,
			err: expect.stringContaining("nothing is recorded in"),
		});
		rmSync(folder, { recursive: true, force: true });
	});
});

describe("what ai-simulator is told", () => {
	it("is how it answers", async () => {
		const folder = mkdtempSync(join(tmpdir(), "ai-simulator-"));
		const script = join(folder, "script.json");
		writeFileSync(script, '[{ "when": { "prompt": "weather" }, "reply": "Rain." }]');
		const options = ["--any-model", "--gateway", "mine", "--script", script, "--faults", "errorFrame=1"];
		const { line } = start("--port", "0", "--json", ...options);
		const { openai } = JSON.parse(await line());
		rmSync(folder, { recursive: true, force: true });
		expect((await chat(openai, { model: "my-own-model" })).status).toBe(500);
		expect(JSON.parse(await line())).toMatchObject({ model: "my-own-model", status: 500 });
	});

	it("reads as it was written", () => {
		const { options } = parseCommand([
			"--faults",
			"cut=0.25,hang=0.5",
			"--seed",
			"3",
			"--gateway",
			"a",
			"--gateway",
			"b",
		]) as {
			options: object;
		};
		expect(options).toMatchObject({
			faults: { seed: 3, mix: { cut: 0.25, hang: 0.5 } },
			gateway: { gateways: ["a", "b"] },
			anyModel: false,
		});
	});
});

describe("ai-simulator", () => {
	it("prints a readable line for each request, without what would steer a terminal", async () => {
		const { lineLike } = start("--port", "0", "--pace", "1", "--seed", "7");
		const openai = (await lineLike(/openai/)).trim().split(/ +/)[1]!;
		await (await chat(openai)).text();
		expect(await lineLike(/POST/)).toMatch(
			/^\d\d:\d\d:\d\d {2}openai {6}POST \/openai\/v1\/chat\/completions {2}gpt-4\.1 {2}200 {2}1 frame {2}\d+ ms$/,
		);
		await (await chat(openai, { model: "no-such-model\u001b" })).text();
		const line = await lineLike(/POST/);
		expect(line).toContain("no-such-model?  ");
		expect(line).not.toContain("\u001b");
	});

	it.each(["SIGINT", "SIGTERM"] as const)("ends on %s with code 0, also in the middle of an answer", async (signal) => {
		const { child, line } = start("--port", "0", "--json", "--pace", "60000");
		const { openai } = JSON.parse(await line());
		const reader = (await chat(openai, { stream: true })).body!.getReader();
		await reader.read();
		child.kill(signal);
		const [code] = await once(child, "exit");
		expect(code).toBe(0);
		await expect(reader.read()).rejects.toThrow("terminated");
	});

	it("says what it can do, and what it is", async () => {
		expect(await run("--help")).toMatchObject({ code: 0, out: expect.stringContaining("--port <number>"), err: "" });
		expect(await run("--version")).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), err: "" });
	});

	it("says that a port is taken", async () => {
		const { line } = start("--port", "0", "--json");
		const { port } = new URL(JSON.parse(await line()).openai);
		const { code, err } = await run("--port", port);
		expect(code).toBe(1);
		expect(err).toBe(`Port ${port} is taken; --port 0 takes a free one.\n`);
	});
});

describe("the command line", () => {
	const folder = mkdtempSync(join(tmpdir(), "ai-simulator-"));
	const broken = join(folder, "broken.json");
	writeFileSync(broken, "{");
	const object = join(folder, "object.json");
	writeFileSync(object, "{}");
	const unknown = join(folder, "unknown.json");
	writeFileSync(unknown, '[{ "reply": { "txet": "Hello" } }]');
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	it.each([
		[["--prot", "1"], "Unknown option '--prot'"],
		[["--port", "many"], "--port must be a whole number from 0 to 65535, not 'many'"],
		[["--port", "65536"], "--port must be a whole number"],
		[["--pace", "-1"], "--pace"],
		[["--seed"], "--seed"],
		[["extra"], "Unexpected argument 'extra'"],
		[["--prices", broken], "is not JSON"],
		[["--prices", "missing.json"], "cannot read 'missing.json'"],
		[["--record", "a", "--replay", "b"], "--record and --replay exclude each other"],
		[["--upstream", "openai"], "--upstream must be <name>=<url>, not 'openai'"],
		[["--script", object], "must hold a list of rules"],
		[["--script", unknown], "--script: script[0].reply.txet is not known"],
		[["--faults", "cut=0.5,burn=0.1"], "--faults: faults.mix.burn is not known"],
		[["--faults", "cut=0.8,hang=0.8"], "more than 1"],
		[["--faults", "cut"], "--faults: cannot read 'cut'"],
	])("does not accept %j", (args, message) => {
		expect(() => parseCommand(args)).toThrow(
			expect.objectContaining({ name: "UsageError", message: expect.stringContaining(message) }),
		);
	});

	it("ends with code 2 and a clear message when it is wrong", async () => {
		expect(await run("--prot")).toEqual({ code: 2, out: "", err: "Unknown option '--prot'\nTry --help.\n" });
	});
});
