import { equal, expectError, holds, rejectionOf, until } from "./claims.ts";
import { listen, long, open, question, textOf } from "./stage.ts";
import type { Check } from "./subject.ts";

const reason = new Error("The caller's own reason.");

/** Abort, cancel, deadlines, backpressure. */
export const endings: readonly Check[] = [
	{
		name: "a signal that is aborted already reaches nobody",
		async run(subject) {
			const { run, stream, requests } = open(subject);
			const signal = AbortSignal.abort(reason);
			holds((await rejectionOf(run({ prompt: question }, { signal }), "run")) === reason, "run: another reason");
			holds(
				(await rejectionOf(stream({ prompt: question }, { signal }), "stream")) === reason,
				"stream: another reason",
			);
			equal(requests().length, 0, "number of requests");
		},
	},
	{
		name: "an abort while the vendor thinks ends the call with the caller's reason, and the request",
		async run(subject) {
			for (const how of ["run", "stream"] as const) {
				const vendor = open(subject, { delayMs: Number.POSITIVE_INFINITY });
				const controller = new AbortController();
				const rejection = rejectionOf(
					vendor[how]({ prompt: question }, { signal: controller.signal, timeout: 60_000 }),
					how,
				);
				await until(() => vendor.requests().length === 1, "the request did not arrive");
				controller.abort(reason);
				holds((await rejection) === reason, `${how}: another reason`);
				await until(() => vendor.requests()[0]?.cancelled === true, `${how}: the request goes on`);
			}
		},
	},
	{
		name: "an abort in the middle of a stream ends it with the caller's reason, and the vendor's too",
		async run(subject) {
			const { stream, requests } = open(subject, { text: long });
			const controller = new AbortController();
			const reader = (await stream({ prompt: question }, { signal: controller.signal })).getReader();
			equal((await reader.read()).value?.type, "text", "first event");
			controller.abort(reason);
			const failure = await rejectionOf(
				(async () => {
					while (!(await reader.read()).done);
				})(),
				"read",
			);
			holds(failure === reason, "another reason");
			await until(() => requests()[0]?.cancelled === true, "the request goes on");
		},
	},
	{
		name: "a reader that cancels ends the vendor's stream",
		async run(subject) {
			const { stream, requests } = open(subject, { text: long });
			const reader = (await stream({ prompt: question })).getReader();
			await reader.read();
			await reader.cancel();
			await until(() => requests()[0]?.cancelled === true, "the request goes on");
			equal(requests()[0]?.finished, false, "read to the end");
		},
	},
	{
		name: "a reader that waits makes the vendor wait",
		async run(subject) {
			const { stream, requests } = open(subject, { text: long });
			const reader = (await stream({ prompt: question })).getReader();
			await reader.read();
			for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setTimeout(resolve, 1));
			holds((requests()[0]?.framesSent ?? 0) <= 8, `${requests()[0]?.framesSent} frames were read for one event`);
			await reader.cancel();
		},
	},
	{
		name: "a deadline ends what takes too long, and is not tried again",
		async run(subject) {
			for (const how of ["run", "stream"] as const) {
				const vendor = open(subject, { delayMs: Number.POSITIVE_INFINITY });
				const error = await rejectionOf(vendor[how]({ prompt: question }, { timeout: 10 }), how);
				expectError(
					error,
					{ code: "WORKKIT_TIMEOUT", retryable: false, provider: subject.name, model: subject.model },
					how,
				);
				await until(() => vendor.requests()[0]?.cancelled === true, `${how}: the request goes on`);
			}
		},
	},
	{
		name: "a stream that stalls ends at the idle deadline, with what it had said",
		async run(subject) {
			const vendor = open(subject, { text: long, fault: { type: "stall", afterFrames: 8 } });
			const { events, error } = await listen(await vendor.stream({ prompt: question }, { idleTimeout: 20 }));
			holds(textOf(events), "nothing came before");
			expectError(error, { code: "WORKKIT_TIMEOUT" }, "stall");
			equal(Object(error).context.partial.text, textOf(events), "partial text");
			await until(() => vendor.requests()[0]?.cancelled === true, "the request goes on");
		},
	},
	{
		name: "a stream that never begins ends at the deadline of its first event",
		async run(subject) {
			const vendor = open(subject, { text: long, fault: { type: "stall", afterFrames: 0 } });
			const { error } = await listen(await vendor.stream({ prompt: question }, { firstTokenTimeout: 20 }));
			expectError(error, { code: "WORKKIT_TIMEOUT", retryable: true }, "no first event");
		},
	},
];
