import {
	type AiInput,
	type ChatMessage,
	collect,
	createGateway,
	type DoneEvent,
	type GatewayToolDefinition,
	type Provider,
	type StreamEvent,
	type StreamOptions,
} from "@workkit/ai-gateway";
import {
	createSimulator,
	type RecordedRequest,
	type Reply,
	type ReplyError,
	type ReplyScript,
	type Simulator,
} from "@workkit/ai-simulator";

/** What only some vendors, or some of their models, can do. */
export type Ability = "embed" | "reasoning" | "streamed JSON" | "prompt cache" | "cut calls";

/** A provider to be checked against a simulated vendor. */
export interface Subject {
	readonly name: string;
	readonly model: string;
	readonly embedModel?: string;
	readonly abilities: readonly Ability[];
	/** Fields of the input that make the model show its reasoning. */
	readonly reasoning?: Readonly<Record<string, unknown>>;
	/** The vendor's own form of common failures. */
	readonly failures: Readonly<Record<"wrongKey" | "rateLimit" | "unavailable" | "badRequest", ReplyError>>;
	/** The provider, which talks to nobody but the simulator. */
	open(simulator: Simulator): Provider;
}

/** One thing that every provider does in the same way. It throws when this one does not. */
export interface Check {
	readonly name: string;
	/** Providers without it are not asked. */
	readonly needs?: Ability;
	/** @param other - A provider of another vendor. */
	run(subject: Subject, other: Subject): Promise<void>;
}

type Event = StreamEvent<"reasoning" | "refusal" | "tool_input">;

const weather: GatewayToolDefinition = {
	name: "get_weather",
	description: "Tells the weather of a city.",
	parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
};
const clock: GatewayToolDefinition = {
	name: "get_time",
	description: "Tells the time of a city.",
	parameters: {
		type: "object",
		properties: { city: { type: "string" }, utc: { type: "boolean" } },
		required: ["city"],
	},
};
const png = "iVBORw0KGgo=";
const question = "What is the meaning of it all?";
const long = "word ".repeat(200).trim();

function fail(message: string): never {
	throw new Error(message);
}

/** A form of a value in which the order of an object's members makes no difference. */
function canonical(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(canonical);
	if (typeof value !== "object" || value === null) return value ?? null;
	const members = Object.entries(value).filter(([, member]) => member !== undefined);
	return Object.fromEntries(
		members.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, member]) => [key, canonical(member)]),
	);
}

function equal(actual: unknown, expected: unknown, what: string): void {
	const [found, wanted] = [actual, expected].map((value) => JSON.stringify(canonical(value)));
	if (found !== wanted) fail(`${what}: expected ${wanted}, got ${found}`);
}

function holds(condition: unknown, what: string): asserts condition {
	if (!condition) fail(what);
}

/** What a failure must say of itself. */
function expectError(error: unknown, facts: Readonly<Record<string, unknown>>, what: string): void {
	for (const [name, wanted] of Object.entries(facts)) {
		const { context = {}, [name]: own } = Object(error);
		equal(own ?? context[name], wanted, `${what}: ${name} of ${error}`);
	}
}

/** What a promise rejects with. */
function rejectionOf(promise: Promise<unknown>, what: string): Promise<unknown> {
	return promise.then(
		() => fail(`${what}: it did not fail`),
		(error) => error,
	);
}

/** A gateway of one provider, its vendor scripted. */
function open({ name, model, open: make }: Subject, script?: Reply | ReplyScript) {
	const reply: ReplyScript | undefined = typeof script === "object" ? () => script : script;
	const simulator = createSimulator(reply ? { reply } : {});
	const gateway = createGateway({ providers: { [name]: make(simulator) }, defaultProvider: name });
	return {
		gateway,
		requests: (): RecordedRequest[] => simulator.requests(),
		run: (input: AiInput, options?: StreamOptions) => gateway.run(model, input, options),
		stream: (input: AiInput, options?: StreamOptions) => gateway.stream(model, input, options),
		hear: async (input: AiInput, options?: StreamOptions) => hear(await gateway.stream(model, input, options)),
	};
}

/** Reads a stream to its end. */
async function hear(stream: ReadableStream<Event>): Promise<{ events: Event[]; text: string; done: DoneEvent }> {
	const heard = await listen(stream);
	if ("error" in heard) throw heard.error;
	const ends = heard.events.filter((event) => event.type === "done");
	equal(ends.length, 1, "number of done events");
	const done = heard.events.at(-1);
	holds(done?.type === "done", "done is not the last event");
	return { events: heard.events, text: textOf(heard.events), done };
}

/** Reads a stream to its end or to its failure. */
async function listen(stream: ReadableStream<Event>): Promise<{ events: Event[]; error?: unknown }> {
	const events: Event[] = [];
	try {
		const reader = stream.getReader();
		for (let next = await reader.read(); !next.done; next = await reader.read()) events.push(next.value);
		return { events };
	} catch (error) {
		return { events, error };
	}
}

const textOf = (events: readonly Event[]): string =>
	events.map((event) => (event.type === "text" ? event.delta : "")).join("");

/** The calls of a stream in the form that `run` gives them. */
const callsOf = (events: readonly Event[]) =>
	events.flatMap((event) =>
		event.type === "tool_use" ? [{ id: event.id, name: event.name, arguments: event.input }] : [],
	);

const user = (content: ChatMessage["content"]): ChatMessage => ({ role: "user", content });

/** Waits until the simulator has noticed what the client did. */
async function until(condition: () => boolean, what: string): Promise<void> {
	for (let turn = 0; turn < 200; turn++) {
		if (condition()) return;
		await new Promise((resolve) => setTimeout(resolve, 1));
	}
	fail(what);
}

const answers: Check[] = [
	{
		name: "run answers with text, usage, a finish reason, a message and a receipt",
		async run(subject) {
			const { run, requests } = open(subject, { text: "Forty-two." });
			const output = await run({ messages: [user(question)] });
			equal(output.text, "Forty-two.", "text");
			equal([output.provider, output.model], [subject.name, subject.model], "provider and model");
			equal(output.finishReason, "stop", "finish reason");
			equal(output.message, { role: "assistant", content: "Forty-two." }, "message");
			holds(output.usage && output.usage.inputTokens > 0 && output.usage.outputTokens === 3, "usage");
			holds(output.raw, "raw");
			const [attempt] = output.receipt.attempts;
			equal(
				[output.receipt.attempts.length, attempt?.provider, attempt?.model, attempt?.status],
				[1, subject.name, subject.model, 200],
				"receipt",
			);
			equal(requests().length, 1, "number of requests");
		},
	},
	{
		name: "stream says what run says, piece by piece, and is done once",
		async run(subject) {
			const script: Reply = { text: "Forty-two, or thereabouts. Wer weiß? 😀" };
			const output = await open(subject, script).run({ prompt: question });
			const { events, text, done } = await open(subject, script).hear({ prompt: question });
			equal(text, output.text, "text");
			holds(events.length > 3, "it came in one piece");
			equal(done.usage, output.usage, "usage");
			equal(done.finishReason, output.finishReason, "finish reason");
			equal(done.message, output.message, "message");
		},
	},
	{
		name: "collect gives the whole of a stream",
		async run(subject) {
			const { text, done } = await collect(await open(subject, { text: "Forty-two." }).stream({ prompt: question }));
			equal(text, "Forty-two.", "text");
			equal(done?.finishReason, "stop", "finish reason");
		},
	},
	{
		name: "a conversation of several turns arrives in its order",
		async run(subject) {
			const roles: string[] = [];
			const { run } = open(subject, ({ turns }) => {
				roles.push(...turns.map(({ role, text }) => `${role}: ${text}`));
				return "Yes.";
			});
			await run({
				messages: [
					{ role: "system", content: "Be brief." },
					user("One?"),
					{ role: "assistant", content: "One." },
					user("Two?"),
				],
			});
			equal(roles, ["system: Be brief.", "user: One?", "assistant: One.", "user: Two?"], "turns");
		},
	},
	{
		name: "an answer without text is an answer",
		async run(subject) {
			equal((await open(subject, { text: "" }).run({ prompt: question })).text, "", "text of run");
			equal((await open(subject, { text: "" }).hear({ prompt: question })).text, "", "text of stream");
		},
	},
	{
		name: "a limit that cuts the answer off is told",
		async run(subject) {
			const output = await open(subject, { text: long }).run({ prompt: question, maxTokens: 5 });
			equal([output.finishReason, output.text], ["length", long.slice(0, 20)], "run");
			const heard = await open(subject, { text: long }).hear({ prompt: question, max_tokens: 5 });
			equal([heard.done.finishReason, heard.text], ["length", long.slice(0, 20)], "stream");
		},
	},
	{
		name: "a stop sequence ends the answer",
		async run(subject) {
			const script: Reply = { text: "One. Two. STOP Three." };
			for (const stop of ["STOP", ["NEVER", "STOP"]]) {
				const output = await open(subject, script).run({ prompt: question, stop });
				equal([output.text, output.finishReason], ["One. Two. ", "stop"], "answer");
			}
		},
	},
	{
		name: "a picture is seen, in whatever form it comes",
		async run(subject) {
			const bytes = Uint8Array.from(atob(png), (char) => char.charCodeAt(0));
			for (const image of [png, bytes, `data:image/png;base64,${png}`]) {
				const content: ChatMessage["content"] = [
					{ type: "image", image },
					{ type: "text", text: "What is this?" },
				];
				const output = await open(subject).run({ messages: [user(content)] });
				holds(output.text?.includes("I saw an image."), `not seen: ${output.text}`);
			}
			const url = `data:image/png;base64,${png}`;
			const { text } = await open(subject).hear({
				messages: [
					user([
						{ type: "image_url", image_url: { url } },
						{ type: "text", text: "?" },
					]),
				],
			});
			holds(text.includes("I saw an image."), `not seen: ${text}`);
		},
	},
	{
		name: "messages marked for caching are accepted, in the system message too",
		async run(subject) {
			const { run, hear: stream } = open(subject);
			const messages: ChatMessage[] = [
				{ role: "system", content: long, cacheControl: "ephemeral" },
				{ role: "user", content: "One?", cacheControl: "ephemeral" },
				{ role: "assistant", content: "One.", cacheControl: "ephemeral" },
				{ role: "user", content: "Two?", cacheControl: "ephemeral" },
			];
			const first = await run({ messages });
			const second = await stream({ messages });
			equal(second.text, first.text, "text");
			equal(second.done.usage?.inputTokens, first.usage?.inputTokens, "input tokens: all of them, cached or not");
		},
	},
	{
		name: "what is read from the prompt cache is counted apart and in the total",
		needs: "prompt cache",
		async run(subject) {
			const { run } = open(subject);
			const messages: ChatMessage[] = [{ role: "system", content: long, cacheControl: "ephemeral" }, user("Hello")];
			const first = await run({ messages });
			const second = await run({ messages });
			const written = first.usage?.cacheWriteTokens ?? 0;
			holds(written > 0, "nothing was written to the cache");
			equal(second.usage?.cachedInputTokens, written, "tokens read from the cache");
			equal(second.usage?.inputTokens, first.usage?.inputTokens, "all input tokens");
		},
	},
];

const toolUse: Check[] = [
	{
		name: "a tool that must be called is called, in run and in stream",
		async run(subject) {
			for (const toolChoice of ["required", { name: "get_weather" }] as const) {
				const options = { toolOptions: { tools: [weather], toolChoice } };
				const output = await open(subject).run({ prompt: "Paris" }, options);
				equal([output.finishReason, output.toolCalls?.length], ["tool_calls", 1], "run");
				const [call] = output.toolCalls ?? [];
				equal([call?.name, typeof call?.arguments.city, call?.invalid], ["get_weather", "string", undefined], "call");
				const { events, done } = await open(subject).hear({ prompt: "Paris" }, options);
				const [heard] = callsOf(events);
				equal(
					[done.finishReason, heard?.name, heard?.arguments],
					["tool_calls", "get_weather", call?.arguments],
					"stream",
				);
				equal(done.message?.toolCalls, callsOf(events), "calls of the message");
			}
		},
	},
	{
		name: "a tool that may be called is called when the model wants to, and never when it may not",
		async run(subject) {
			const ask = async (prompt: string, toolChoice?: "auto" | "none") => {
				const toolOptions = { tools: [weather, clock], ...(toolChoice && { toolChoice }) };
				return (await open(subject).run({ prompt }, { toolOptions })).toolCalls?.map(({ name }) => name);
			};
			equal(await ask("Use get_time for Paris"), ["get_time"], "without a choice");
			equal(await ask("Use get_time for Paris", "auto"), ["get_time"], "auto");
			equal(await ask("Tell me a joke", "auto"), undefined, "auto, nothing to call");
			equal(await ask("Use get_time for Paris", "none"), undefined, "none");
		},
	},
	{
		name: "two calls at once come as two, each with an id of its own",
		async run(subject) {
			const toolCalls = [
				{ name: "get_weather", arguments: { city: "Paris" } },
				{ name: "get_weather", arguments: { city: "Zürich", note: 'a "quoted" word' } },
				{ name: "get_time", arguments: {} },
			];
			const options = { toolOptions: { tools: [weather, clock] } };
			const output = await open(subject, { toolCalls }).run({ prompt: question }, options);
			const { events } = await open(subject, { toolCalls }).hear({ prompt: question }, options);
			for (const calls of [output.toolCalls ?? [], callsOf(events)]) {
				equal(
					calls.map(({ name, arguments: given }) => ({ name, arguments: given })),
					toolCalls,
					"calls",
				);
				equal(new Set(calls.map(({ id }) => id)).size, 3, "number of ids");
				holds(
					calls.every(({ id }) => id),
					"a call has no id",
				);
			}
		},
	},
	{
		name: "text beside a call is kept, and so is its place in the stream",
		async run(subject) {
			const script: Reply = {
				text: "Let me look.",
				toolCalls: [{ name: "get_weather", arguments: { city: "Paris" } }],
			};
			const options = { toolOptions: { tools: [weather] } };
			const output = await open(subject, script).run({ prompt: question }, options);
			equal([output.text, output.toolCalls?.length, output.finishReason], ["Let me look.", 1, "tool_calls"], "run");
			const { events } = await open(subject, script).hear({ prompt: question }, options);
			const kinds = events.map(({ type }) => type).filter((type, index, all) => type !== all[index - 1]);
			equal(kinds, ["text", "tool_use", "done"], "order of events");
		},
	},
	{
		name: "the results of two calls go back, and the model answers from them",
		async run(subject) {
			const options = { toolOptions: { tools: [weather, clock] } };
			const start: ChatMessage[] = [
				{ role: "system", content: "Be brief." },
				user("Use get_weather and get_time for Paris"),
			];
			const { run, hear: stream } = open(subject);
			const ran = await run({ messages: start }, options);
			const heard = await stream({ messages: start }, options);
			for (const message of [ran.message, heard.done.message]) {
				holds(message, "message");
				const results = (message.toolCalls ?? []).map(
					({ id, name }): ChatMessage => ({ role: "tool", toolCallId: id, content: `Result of ${name}` }),
				);
				equal(results.length, 2, "number of calls");
				const next = await run({ messages: [...start, message, ...results] }, options);
				holds(/Result of get_weather.*Result of get_time/.test(next.text ?? ""), `answer: ${next.text}`);
				equal(next.finishReason, "stop", "finish reason");
			}
		},
	},
	{
		name: "a call that the limit cuts off is marked, never a valid call without arguments",
		needs: "cut calls",
		async run(subject) {
			const script: Reply = { toolCalls: [{ name: "get_weather", arguments: { city: "Paris", note: long } }] };
			const options = { toolOptions: { tools: [weather] } };
			const output = await open(subject, script).run({ prompt: question, maxTokens: 6 }, options);
			equal([output.finishReason, output.toolCalls?.length], ["length", 1], "run");
			equal([output.toolCalls?.[0]?.invalid, output.toolCalls?.[0]?.arguments], [true, {}], "call of run");
			const { events, done } = await open(subject, script).hear({ prompt: question, maxTokens: 6 }, options);
			const call = events.find((event) => event.type === "tool_use");
			equal([done.finishReason, call?.invalid, call?.input], ["length", true, {}], "stream");
			holds(call?.argumentsText?.startsWith('{"city":"Paris"'), "the text of the arguments is lost");
		},
	},
];

const formats: Check[] = [
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

const reasoning: Check[] = [
	{
		name: "reasoning is apart from text, and an event only for those who ask",
		needs: "reasoning",
		async run(subject) {
			const script: Reply = { reasoning: "Hm, let me think.", text: "Yes." };
			const input = { prompt: question, ...subject.reasoning };
			const output = await open(subject, script).run(input);
			equal([output.text, output.reasoning], ["Yes.", "Hm, let me think."], "run");
			const quiet = await open(subject, script).hear(input);
			equal(
				quiet.events.filter(({ type }) => type !== "text" && type !== "done"),
				[],
				"events that nobody asked for",
			);
			const { events, text, done } = await open(subject, script).hear(input, { events: ["reasoning"] });
			equal(
				[text, events.map((event) => (event.type === "reasoning" ? event.delta : "")).join("")],
				["Yes.", "Hm, let me think."],
				"stream",
			);
			equal(done.message, output.message, "message");
		},
	},
	{
		name: "reasoning goes back as it came, through a call and its result",
		needs: "reasoning",
		async run(subject) {
			const { run } = open(subject, ({ toolResults }) =>
				toolResults.length > 0
					? { text: `So: ${toolResults.join()}` }
					: { reasoning: "Hm.", toolCalls: [{ name: "get_weather", arguments: { city: "Paris" } }] },
			);
			const options = { toolOptions: { tools: [weather] } };
			const messages = [user(question)];
			const { message } = await run({ messages, ...subject.reasoning }, options);
			const result: ChatMessage = { role: "tool", toolCallId: message.toolCalls?.[0]?.id ?? "", content: "18 °C" };
			const { text, warnings } = await run({ messages: [...messages, message, result], ...subject.reasoning }, options);
			equal([text, warnings], ["So: 18 °C", undefined], "answer");
		},
	},
];

const histories: Check[] = [
	{
		name: "a conversation goes on with another vendor, calls and results and all",
		async run(subject, other) {
			const simulator = createSimulator({
				reply: ({ toolResults, reasoning: asked }) =>
					toolResults.length > 0
						? undefined
						: {
								...(asked && { reasoning: "Hm." }),
								toolCalls: [{ name: "get_weather", arguments: { city: "Paris" } }],
							},
			});
			const gateway = createGateway({
				providers: { [subject.name]: subject.open(simulator), [other.name]: other.open(simulator) },
				defaultProvider: subject.name,
			});
			const options = { toolOptions: { tools: [weather] } };
			const start: ChatMessage[] = [
				{ role: "system", content: "Be brief.", cacheControl: "ephemeral" },
				user(question),
			];
			const { message } = await gateway.run(subject.model, { messages: start, ...subject.reasoning }, options);
			const result: ChatMessage = { role: "tool", toolCallId: message.toolCalls?.[0]?.id ?? "", content: "18 °C" };
			const messages = [...start, message, result];
			const next = await gateway.run(other.model, { messages }, { ...options, provider: other.name });
			holds(next.text?.includes("18 °C"), `answer: ${next.text}`);
			const reasoned = typeof message.content !== "string";
			equal(next.warnings?.length ?? 0, reasoned ? 1 : 0, "warnings of what was dropped");
			const back = await gateway.run(
				subject.model,
				{ messages: [...messages, next.message, user("Thanks.")] },
				options,
			);
			equal(back.provider, subject.name, "provider");
		},
	},
];

const reason = new Error("The caller's own reason.");

const ends: Check[] = [
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
			expectError(error, { code: "WORKKIT_TIMEOUT", retryable: true }, "stall");
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

const failures: Check[] = [
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

const embeddings: Check[] = [
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

/** What every provider does, whatever vendor it talks to. */
export const checks: readonly Check[] = [
	...answers,
	...toolUse,
	...formats,
	...reasoning,
	...histories,
	...ends,
	...failures,
	...embeddings,
];
