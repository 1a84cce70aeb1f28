import { ConfigError, UnsupportedOperationError } from "@workkit/errors";
import type { Call, OperationName, Operations } from "./call.ts";
import { openDeadlines, untilAborted } from "./deadline.ts";
import { settle } from "./engine.ts";
import { explainFailure } from "./failure.ts";
import type { Attempt } from "./receipt.ts";

/** One try at one provider: its line in the receipt, and its deadlines. */
export async function attempt<K extends OperationName>(
	call: Call<K>,
	operation: ((call: Call<K>) => Promise<Operations[K]["output"]>) | undefined,
): Promise<Operations[K]["output"]> {
	const record: Attempt = { provider: call.provider, model: call.model, startedAt: Date.now(), durationMs: 0 };
	call.signal?.throwIfAborted();
	call.receipt.attempts.push(record);
	// What AI Gateway said of the try before.
	if (call.receipt.gateway) delete call.receipt.gateway;
	const limits = {
		total: call.options.attemptTimeout,
		...(call.operation === "stream" && { first: call.options.firstTokenTimeout, idle: call.options.idleTimeout }),
	};
	const { call: child, end } = openDeadlines({ ...call, attempt: record }, limits);
	const close = (): void => {
		end();
		record.durationMs = Date.now() - record.startedAt;
	};
	try {
		const act = (call.act as typeof operation | undefined) ?? operation;
		if (!act) throw new UnsupportedOperationError(call.provider, call.operation);
		child.watch?.wait();
		const output = await untilAborted(act(child), child.signal);
		child.watch?.arrive();
		if (Object(output) !== output || (call.operation === "stream") !== output instanceof ReadableStream) {
			throw new ConfigError(`${call.provider} must answer \`${call.operation}\` with an object or a stream.`);
		}
		return settle(output, child, close);
	} catch (error) {
		close();
		throw explainFailure(error, child);
	}
}
