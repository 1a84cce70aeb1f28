import { describe, expect, it } from "vitest";
import { createSimulator } from "./index.ts";

const { ai, fetch } = createSimulator();
const html = `<html><head><title>No</title></head><body><h1>Cats &amp; dogs</h1><p>They are <b>good</b>,
see <a href="https://example.com">here</a>.</p><ul><li>Tom</li><li>Rex</li></ul><script>no()</script></body></html>`;
const file = (name: string, type: string, contents: string) => ({ name, blob: new Blob([contents], { type }) });

describe("toMarkdown", () => {
	it("converts one file or several", async () => {
		const page = file("page.html", "text/html", html);
		const converted = {
			id: expect.stringMatching(/./),
			name: "page.html",
			mimeType: "text/html",
			format: "markdown",
			tokens: 20,
			data: "# Cats & dogs\n\nThey are **good**, see [here](https://example.com).\n\n- Tom\n- Rex",
		};
		expect(await ai.toMarkdown(page)).toEqual(converted);
		expect(await ai.toMarkdown([page])).toEqual([converted]);
		expect(await ai.toMarkdown().transform(page)).toEqual(converted);
	});

	it("gives a failed file as a value beside the others", async () => {
		const files = [
			file("bad.pdf", "application/pdf", "not a PDF"),
			file("table.csv", "application/octet-stream", 'name,"a, b"\n"x ""y""",1'),
			file("tune.xyz", "", "?"),
		];
		expect(await ai.toMarkdown(files)).toMatchObject([
			{ name: "bad.pdf", format: "error", error: "The file is not of the type application/pdf" },
			{
				name: "table.csv",
				mimeType: "text/csv",
				format: "markdown",
				data: '| name | a, b |\n| --- | --- |\n| x "y" | 1 |',
			},
			{ name: "tune.xyz", format: "error", error: "Unsupported file type: tune.xyz" },
		]);
	});

	it("reads what lies open in a PDF, and tells what an image was drawn from", async () => {
		expect(await ai.toMarkdown(file("a.pdf", "application/pdf", "%PDF-1.4\nBT (Hello \\(you\\)) Tj ET"))).toMatchObject(
			{
				data: "# a.pdf\n\n## Contents\n\nHello (you)",
			},
		);
		const drawn = await ai.run("@cf/leonardo/phoenix-1.0", { prompt: "a red barn" });
		const blob = new Blob([await new Response(drawn as ReadableStream).arrayBuffer()], { type: "image/jpeg" });
		expect(await ai.toMarkdown({ name: "a.jpg", blob })).toMatchObject({ data: "An image of a red barn." });
	});

	it("takes containers for what they are, and nothing else for them", async () => {
		const type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
		expect(await ai.toMarkdown(file("a.docx", type, "PK\x03\x04…"))).toMatchObject({ format: "markdown" });
		expect(await ai.toMarkdown(file("a.docx", type, "Hello"))).toMatchObject({ format: "error" });
	});

	it("gives plain text on request", async () => {
		const conversionOptions = { output: { format: "text" as const } };
		expect(await ai.toMarkdown(file("page.html", "text/html", html), { conversionOptions })).toMatchObject({
			format: "text",
			data: "Cats & dogs\n\nThey are good, see here.\n\nTom\nRex",
		});
	});

	it("lists what it takes", async () => {
		const formats = await ai.toMarkdown().supported();
		expect(formats).toContainEqual({ extension: ".pdf", mimeType: "application/pdf" });
		expect(formats).toContainEqual({ extension: ".jpg", mimeType: "image/jpeg" });
	});

	it("rejects with the binding's own error when there is nothing to convert", async () => {
		await expect(ai.toMarkdown([])).rejects.toMatchObject({
			name: "AiInternalError",
			message: "At least one file is needed",
		});
	});

	it("converts a form over REST", async () => {
		const form = new FormData();
		form.append("files", new Blob(["a,b\n1,2"], { type: "text/csv" }), "a.csv");
		form.append("conversionOptions", JSON.stringify({ output: { format: "markdown" } }));
		const url = "https://api.cloudflare.com/client/v4/accounts/sim/ai/tomarkdown";
		const headers = { authorization: "Bearer k" };
		const response = await fetch(url, { method: "POST", headers, body: form });
		expect(await response.json()).toMatchObject({ success: true, result: [{ name: "a.csv", format: "markdown" }] });
		expect(await (await fetch(`${url}/supported`, { headers })).json()).toMatchObject({ success: true });
		expect((await fetch(url, { method: "POST", headers, body: "{}" })).status).toBe(400);
	});
});
