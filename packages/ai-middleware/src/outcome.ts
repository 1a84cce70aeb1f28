import {
	type AiOutput,
	type Call,
	type EmbedOutput,
	type GatewayToolCall,
	type Next,
	type OperationName,
	type Operations,
	observeStream,
} from "@workkit/ai-core";

/** What became of a call: its whole answer, an error, or, for a stream whose reader lost interest, what it had said until then. */
export type Outcome =
	| { readonly type: "answer" | "cancel"; readonly output: AiOutput | EmbedOutput }
	| { readonly type: "error"; readonly error: unknown };

/** Who is told of a call's course. */
export interface CourseObserver {
	/** A stream's first event is there. */
	begin?(): void;
	/** Told once. What it writes into the receipt, the caller finds there. */
	end(outcome: Outcome): void;
}

/** Makes a call and tells what becomes of it, a stream's end included. A stream's output has what its events said. */
export async function observeCall<K extends OperationName>(
	call: Call<K>,
	next: Next,
	observer: CourseObserver,
): Promise<Operations[K]["output"]> {
	let answer: Operations[K]["output"];
	try {
		answer = await next(call);
	} catch (error) {
		observer.end({ type: "error", error });
		throw error;
	}
	if (!(answer instanceof ReadableStream)) {
		observer.end({ type: "answer", output: answer });
		return answer;
	}
	const { provider, model, receipt } = call;
	const toolCalls: GatewayToolCall[] = [];
	let text = "";
	let begun = false;
	const said = (): AiOutput => ({ raw: undefined, text, ...(toolCalls[0] && { toolCalls }), provider, model, receipt });
	const observed = observeStream(answer, call, {
		event(event) {
			if (!begun) observer.begin?.();
			begun = true;
			if (event.type === "text") text += event.delta;
			if (event.type === "tool_use") {
				const { type: _, input, ...toolCall } = event;
				toolCalls.push({ ...toolCall, arguments: input });
			}
		},
		end(end) {
			if (end.type === "error") return observer.end(end);
			if (end.type === "cancel") return observer.end({ type: "cancel", output: said() });
			const { type: _, ...done } = end.event;
			observer.end({ type: "answer", output: { ...said(), ...done } });
		},
	});
	// Only `stream` answers with a stream.
	return observed as Operations[K]["output"];
}
