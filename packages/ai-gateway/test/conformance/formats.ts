import { equal, expectError, holds } from "./claims.ts";
import { open, question } from "./stage.ts";
import type { Check } from "./subject.ts";

/** JSON, with and without a schema. */
export const formats: readonly Check[] = [
	{
		name: "an answer in a schema fits the schema",
		async run(subject) {
			const jsonSchema = {
				type: "object",
				properties: {
					title: { type: "string", minLength: 1 },
					score: { type: "integer", minimum: 0, maximum: 10 },
					tags: {
						type: "array",
						items: { type: "object", properties: { name: { type: "string" } }, required: ["name"] },
					},
					kind: { oneOf: [{ type: "string" }, { type: "null" }] },
					note: { type: "string", default: "none" },
				},
				required: ["title", "score", "tags"],
			};
			const { text } = await open(subject).run({ prompt: question }, { responseFormat: { jsonSchema } });
			const value = JSON.parse(text ?? "");
			equal([typeof value.title, typeof value.score, Array.isArray(value.tags)], ["string", "number", true], "value");
		},
	},
	{
		name: "an open schema stays open, or is refused in the vendor's words",
		async run(subject) {
			const scores = { type: "object", additionalProperties: { type: "number" } };
			const jsonSchema = { type: "object", properties: { scores }, required: ["scores"] };
			let asked: unknown;
			const { run, requests } = open(subject, ({ format }) => {
				asked = format?.schema?.properties;
				return '{"scores":{"a":1}}';
			});
			const output = await run({ prompt: question }, { responseFormat: { jsonSchema } }).catch((error) => error);
			equal(requests().length, 1, "number of requests");
			if (asked) equal([asked, output.text], [{ scores }, '{"scores":{"a":1}}'], "schema and answer");
			else expectError(output, { code: "WORKKIT_VALIDATION", retryable: false, status: 400 }, "refusal");
		},
	},
	{
		name: "JSON mode answers with an object, whatever the prompt says",
		async run(subject) {
			// Anthropic has no such mode: what is asked for in words is the script's to obey.
			const { run } = open(subject, ({ format, turns }) => {
				holds(format || turns.some(({ text }) => /json/i.test(text)), "nobody asked for JSON");
				return '{"color":"red"}';
			});
			equal(
				JSON.parse((await run({ prompt: "Name a color." }, { responseFormat: "json" })).text ?? ""),
				{ color: "red" },
				"value",
			);
		},
	},
	{
		name: "an answer in a schema can be streamed",
		needs: "streamed JSON",
		async run(subject) {
			const jsonSchema = { type: "object", properties: { title: { type: "string" } }, required: ["title"] };
			const { text } = await open(subject).hear({ prompt: question }, { responseFormat: { jsonSchema } });
			equal(typeof JSON.parse(text).title, "string", "title");
		},
	},
];
