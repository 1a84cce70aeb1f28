import { base64Of } from "./bytes.ts";
import { checkReceiver } from "./private-member.ts";

/** A file to convert. */
export interface SimulatedDocument {
	readonly name: string;
	readonly blob: Blob;
}

/** What became of one file: a file that cannot be converted is no failure of the call. `tokens` counts those of `data`. */
export type SimulatedConversion =
	| {
			readonly id: string;
			readonly name: string;
			readonly mimeType: string;
			readonly format: "markdown" | "text";
			readonly tokens: number;
			readonly data: string;
	  }
	| {
			readonly id: string;
			readonly name: string;
			readonly mimeType: string;
			readonly format: "error";
			readonly error: string;
	  };

/** Options of a conversion; those that steer single formats have no effect here. */
export interface SimulatedConversionOptions {
	readonly gateway?: { readonly id: string };
	readonly extraHeaders?: object;
	readonly conversionOptions?: { readonly output?: { readonly format?: "markdown" | "text" } } & object;
}

/** What `env.AI.toMarkdown()` gives. Its methods fail when taken off the object. */
export interface SimulatedMarkdown {
	/** Converts files: one result each, in their order. */
	transform(files: readonly SimulatedDocument[], options?: SimulatedConversionOptions): Promise<SimulatedConversion[]>;
	/** Converts one file. */
	transform(files: SimulatedDocument, options?: SimulatedConversionOptions): Promise<SimulatedConversion>;
	/** The kinds of files that can be converted. */
	supported(): Promise<{ readonly extension: string; readonly mimeType: string }[]>;
}

const ORIGIN = "https://workers-binding.ai/to-everything/markdown";

/** A Markdown service that sends what the real one sends, through `send`. */
export function createSimulatedMarkdown(
	send: (url: string, init: RequestInit) => Promise<Response>,
): SimulatedMarkdown {
	const transform = async (
		files: SimulatedDocument | readonly SimulatedDocument[],
		options: SimulatedConversionOptions | undefined,
	): Promise<unknown> => {
		// `Array.isArray` does not know read-only lists.
		const list = (Array.isArray(files) ? files : [files]) as readonly SimulatedDocument[];
		const sent = list.map(async ({ name, blob }) => {
			return { name, mimeType: blob.type, data: base64Of(new Uint8Array(await blob.arrayBuffer())) };
		});
		const response = await send(`${ORIGIN}/transformer`, {
			method: "POST",
			body: JSON.stringify({ files: await Promise.all(sent), options }),
			headers: { ...options?.extraHeaders, "content-type": "application/json" },
		});
		const { result, errors } = (await response.json()) as {
			readonly result: readonly unknown[];
			readonly errors: readonly { readonly message: string }[];
		};
		if (!response.ok) throw aiInternalError(errors[0]?.message || "Internal Error");
		if (Array.isArray(files)) return result;
		if (result[0] === undefined) throw aiInternalError("Internal Error Converting files into Markdown");
		return result[0];
	};
	const service: SimulatedMarkdown = {
		// One function serves both forms: which of them it is shows in what it is given.
		transform(files: SimulatedDocument | readonly SimulatedDocument[], options?: SimulatedConversionOptions) {
			checkReceiver(this, service);
			return transform(files, options) as Promise<never>;
		},
		async supported() {
			checkReceiver(this, service);
			const response = await send(`${ORIGIN}/supported`, { method: "GET" });
			return ((await response.json()) as { result: { extension: string; mimeType: string }[] }).result;
		},
	};
	return service;
}

/** The platform's error for a binding that is used in a wrong way, and for its services. */
export function aiInternalError(message: string): Error {
	const error = new Error(message);
	error.name = "AiInternalError";
	return error;
}
