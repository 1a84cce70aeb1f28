import { equal, expectError, holds, rejectionOf } from "./claims.ts";
import { open } from "./stage.ts";
import type { Check } from "./subject.ts";

/** Vectors. */
export const embeddings: readonly Check[] = [
	{
		name: "embeddings come one per text, in the order of the texts",
		needs: "embed",
		async run(subject) {
			const { gateway, requests } = open(subject);
			const model = subject.embedModel ?? "";
			const { vectors, provider } = await gateway.embed(model, { text: ["a cat", "the sea", "a cat"] });
			const [first, second, third] = vectors;
			equal([vectors.length, provider], [3, subject.name], "number of vectors, and provider");
			equal(third, first, "vectors of the same text");
			holds(JSON.stringify(first) !== JSON.stringify(second), "different texts have the same vector");
			const one = await gateway.embed(model, { text: "the sea" });
			equal(one.vectors, [second], "vector of one text");
			equal(requests().length, 2, "number of requests");
		},
	},
	{
		name: "nothing to embed is refused before anything is sent",
		needs: "embed",
		async run(subject) {
			const { gateway, requests } = open(subject);
			expectError(
				await rejectionOf(gateway.embed(subject.embedModel ?? "", { text: [] }), "embed"),
				{ code: "WORKKIT_VALIDATION" },
				"embed",
			);
			equal(requests().length, 0, "number of requests");
		},
	},
	{
		name: "a refusal to embed is an error like any other",
		needs: "embed",
		async run(subject) {
			const { gateway } = open(subject, { error: subject.failures.rateLimit });
			const error = await rejectionOf(gateway.embed(subject.embedModel ?? "", { text: "a" }), "embed");
			expectError(error, { code: "WORKKIT_RATE_LIMIT", retryable: true, provider: subject.name }, "embed");
		},
	},
];
