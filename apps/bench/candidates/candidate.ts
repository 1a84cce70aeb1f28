/** The vendors whose traffic is read. */
export type Wire = "openai" | "anthropic" | "workers-ai";

export const wires: readonly Wire[] = ["openai", "anthropic", "workers-ai"];

/** Answers every request with the same. */
export type Vendor = () => Promise<Response>;

/** What a reader makes of a stream: the same for all candidates that read it right. */
export interface Seen {
	characters: number;
	outputTokens: number;
}

/** An open stream in the candidate's own form, and what its events say. No layer is put between. */
export interface Reading {
	readonly next: () => Promise<{ readonly done?: boolean | undefined; readonly value?: unknown }>;
	readonly note: (event: never, seen: Seen) => void;
}

/** A library, with what it is asked to do. The outer function makes the client, the inner one asks it. */
export interface Candidate {
	readonly label: string;
	/** What a user installs. */
	readonly packages: readonly string[];
	readonly stream: { readonly [W in Wire]?: (vendor: Vendor) => () => Promise<Reading> };
	readonly call: { readonly [W in Wire]?: (vendor: Vendor) => () => Promise<string | null | undefined> };
}

/** What all candidates ask. */
export const prompt = "Hi";

/** Names of models that all candidates take. */
export const models = {
	openai: "gpt-4o",
	anthropic: "claude-sonnet-4-6",
	"workers-ai": "@cf/meta/llama-3.3-70b-instruct-fp8-fast",
} as const;

/** Reads a web stream by its own reader. */
export function readingOf<E>(stream: ReadableStream<E>, note: (event: E, seen: Seen) => void): Reading {
	const reader = stream.getReader();
	return { next: () => reader.read(), note: note as Reading["note"] };
}

/** Reads what is given by its own iterator. */
export function iterating<E>(iterable: AsyncIterable<E>, note: (event: E, seen: Seen) => void): Reading {
	const iterator = iterable[Symbol.asyncIterator]();
	return { next: () => iterator.next(), note: note as Reading["note"] };
}

/** Reads to the end. */
export async function drain({ next, note }: Reading): Promise<Seen> {
	const seen: Seen = { characters: 0, outputTokens: 0 };
	for (let result = await next(); !result.done; result = await next()) note(result.value as never, seen);
	return seen;
}

/** Reads up to the first piece of text. */
export async function begin({ next, note }: Reading): Promise<void> {
	const seen: Seen = { characters: 0, outputTokens: 0 };
	while (seen.characters === 0) {
		const { done, value } = await next();
		if (done) throw new Error("The stream ended before its first text.");
		note(value as never, seen);
	}
}

/** Workers AI's binding, as far as the candidates use it. */
export function bindingOf(vendor: Vendor): never {
	const binding = {
		async run(_model: string, inputs: { stream?: boolean }, options: { returnRawResponse?: boolean } = {}) {
			const response = await vendor();
			if (options.returnRawResponse) return response;
			return inputs.stream ? response.body : response.json();
		},
		// By it TanStack AI tells the binding from a gateway.
		gateway() {},
	};
	// Each library has a type of its own for it.
	return binding as never;
}
