/** One frame of OpenAI's chat wire. */
export const frame = (payload: object): string => `data: ${JSON.stringify(payload)}\n\n`;

/** A frame with a piece of text. */
export const text = (content: string): string => frame({ choices: [{ index: 0, delta: { content } }] });

/** A frame with a piece of a tool call. */
export const toolCall = (id: string, name: string, input: string): string =>
	frame({ choices: [{ index: 0, delta: { tool_calls: [{ index: 0, id, function: { name, arguments: input } }] } }] });

/** The frame with the finish reason. */
export const stop: string = frame({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] });

/** The frame with the usage. */
export const usage: string = frame({ choices: [], usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 } });

/** The terminal frame. */
export const terminal = "data: [DONE]\n\n";

/** A comment, as vendors send it to keep the connection alive. */
export const ping = ": keep-alive\n\n";

/** A whole answer. */
export const answer: object = {
	id: "answer-1",
	model: "served-model",
	choices: [{ index: 0, message: { role: "assistant", content: "Hello" }, finish_reason: "stop" }],
	usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
};
