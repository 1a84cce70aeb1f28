/** A stream of OpenAI's as a network might cut it, and after which piece what is read. `wire.test.ts` shows that it is so. */
export const chunks = [
	'data: {"choices":[{"delta":{"conte',
	'nt":"Grüß"}}]}\n\nda',
	'ta: {"choices":[{"delta":{"content":" Gott"}}]}\n',
	'\ndata: {"choices":[{"delta":{},"finish_reas',
	'on":"stop"}]}\n\ndata: [DONE]\n\n',
];

export const events = [
	{ after: 2, text: '{ type: "text", delta: "Grüß" }' },
	{ after: 4, text: '{ type: "text", delta: " Gott" }' },
	{ after: 5, text: '{ type: "done", finishReason: "stop", … }' },
];
