import { equal, expectError, holds, rejectionOf } from "./claims.ts";
import { listen, long, open, question, textOf } from "./stage.ts";
import type { Check } from "./subject.ts";

/** Broken streams and refusals. */
export const failures: readonly Check[] = [
	...(["cut", "end"] as const).map(
		(type): Check => ({
			name: `a stream that breaks off (${type}) fails with what it had said, and is never done`,
			async run(subject) {
				const { stream } = open(subject, { text: long, fault: { type, afterFrames: 12 } });
				const { events, error } = await listen(await stream({ prompt: question }));
				holds(textOf(events), "nothing came before");
				holds(!events.some((event) => event.type === "done"), "it was done");
				expectError(error, { code: "WORKKIT_STREAM_INTERRUPTED", reason: "cut", retryable: false }, "error");
				equal(Object(error).context.partial.text, textOf(events), "partial text");
			},
		}),
	),
	{
		name: "a stream that breaks off before its first event may be tried again",
		async run(subject) {
			const { stream } = open(subject, { text: long, fault: { type: "cut", afterFrames: 1 } });
			const { events, error } = await listen(await stream({ prompt: question }));
			equal(events.filter(({ type }) => type === "done").length, 0, "done");
			expectError(
				error,
				{ code: "WORKKIT_STREAM_INTERRUPTED", reason: "cut", retryable: events.length === 0 },
				"error",
			);
		},
	},
	{
		name: "a stream with a broken frame fails, and does not skip it",
		async run(subject) {
			const { stream } = open(subject, { text: long, fault: { type: "malformed", afterFrames: 12 } });
			const { events, error } = await listen(await stream({ prompt: question }));
			holds(textOf(events), "nothing came before");
			expectError(error, { code: "WORKKIT_STREAM_INTERRUPTED", reason: "malformed" }, "error");
			equal(Object(error).context.partial.text, textOf(events), "partial text");
		},
	},
	{
		name: "an error in the middle of a stream is that error, after what came before it",
		async run(subject) {
			const error = { ...subject.failures.unavailable, message: "Gone fishing.", afterFrames: 12 };
			const { events, error: thrown } = await listen(
				await open(subject, { text: long, error }).stream({ prompt: question }),
			);
			holds(textOf(events), "nothing came before");
			holds(!events.some((event) => event.type === "done"), "it was done");
			expectError(
				thrown,
				{ code: "WORKKIT_SERVICE_UNAVAILABLE", vendorMessage: "Gone fishing.", inStream: true },
				"error",
			);
			equal(Object(thrown).context.partial.text, textOf(events), "partial text");
		},
	},
	{
		name: "an answer that breaks off, or is no JSON, fails and may be tried again",
		async run(subject) {
			for (const type of ["cut", "end", "malformed"] as const) {
				const error = await rejectionOf(open(subject, { text: long, fault: { type } }).run({ prompt: question }), type);
				expectError(error, { code: "WORKKIT_STREAM_INTERRUPTED", retryable: true, provider: subject.name }, type);
			}
		},
	},
	...(
		[
			["wrongKey", "WORKKIT_UNAUTHORIZED", false],
			["rateLimit", "WORKKIT_RATE_LIMIT", true],
			["unavailable", "WORKKIT_SERVICE_UNAVAILABLE", true],
			["badRequest", "WORKKIT_VALIDATION", false],
		] as const
	).map(
		([failure, code, retryable]): Check => ({
			name: `a refusal (${failure}) is ${code}, with the vendor's words, in run and in stream`,
			async run(subject) {
				for (const how of ["run", "stream"] as const) {
					const vendor = open(subject, { error: { ...subject.failures[failure], message: "Said by the vendor." } });
					const error = await rejectionOf(vendor[how]({ prompt: question }), how);
					const facts = {
						code,
						retryable,
						vendorMessage: "Said by the vendor.",
						provider: subject.name,
						model: subject.model,
					};
					expectError(error, facts, how);
					equal(Object(error).context.receipt.attempts[0].error, code, "error in the receipt");
					equal(vendor.requests().length, 1, "number of requests");
				}
			},
		}),
	),
	{
		name: "the wait that the vendor asks for is kept",
		async run(subject) {
			const headers = { "retry-after": "7" };
			const vendor = open(subject, { error: { ...subject.failures.rateLimit, headers } });
			expectError(await rejectionOf(vendor.run({ prompt: question }), "run"), { retryAfterMs: 7000 }, "run");
		},
	},
	{
		name: "a model that does not exist is not tried again",
		async run(subject) {
			const model = subject.model.startsWith("@") ? "@cf/simulated/no-such-model" : "no-such-model";
			const error = await rejectionOf(open({ ...subject, model }).run({ prompt: question }), "run");
			expectError(error, { retryable: false, model }, "run");
		},
	},
	{
		name: "a vendor that cannot be reached is unavailable, and may be tried again",
		async run(subject) {
			const vendor = open(subject, () => {
				throw new Error("connection refused");
			});
			const error = await rejectionOf(vendor.run({ prompt: question }), "run");
			expectError(error, { code: "WORKKIT_SERVICE_UNAVAILABLE", retryable: true, provider: subject.name }, "run");
		},
	},
];
