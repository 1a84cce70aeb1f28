/** A JSON Schema document. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** A tool that the model may call. */
export interface GatewayToolDefinition {
	/** The name by which the model calls it: letters, digits, `_` and `-`, at most 64 characters at most vendors. */
	readonly name: string;
	/** What it does, for the model. */
	readonly description: string;
	/** JSON Schema of the arguments, of type `object`. */
	readonly parameters: JsonSchema;
}

/** A call that the model made. */
export interface GatewayToolCall {
	/** Unique within its answer, also where the vendor sends none. The tool message that answers it carries it as `toolCallId`. */
	id: string;
	/** The tool's name as the model wrote it; it may be one that nobody defined. */
	name: string;
	/** The parsed arguments; `{}` when `invalid`. Not validated against the tool's schema. */
	arguments: Record<string, unknown>;
	/** The arguments are not a JSON object, or were cut off: see `argumentsText`. */
	invalid?: true;
	/** The arguments as the model wrote them. Present only when `invalid`. */
	argumentsText?: string;
}

/** Which tools the model may or must call. */
export type ToolChoice = "auto" | "none" | "required" | { readonly name: string };

/** Tools for one call. */
export interface GatewayToolOptions {
	readonly tools: readonly GatewayToolDefinition[];
	/** Default: the vendor's, which is `auto` everywhere. */
	readonly toolChoice?: ToolChoice | undefined;
}
