/** The parts of OpenAI's chat wire that are read. Vendors leave out, null or retype nearly all of it. */

/** A piece of a tool call. */
export interface ChatToolCall extends ChatToolInput {
	/** The call's place in the answer, counted from 0: pieces of one call share it. */
	index?: number | null;
	id?: string | null;
	function?: ChatToolInput | null;
}

/** What a tool call says; Workers AI's older models write it flat. */
interface ChatToolInput {
	name?: string | null;
	arguments?: unknown;
}

/** A piece of a message, or the whole. */
export interface ChatDelta {
	content?: unknown;
	refusal?: string | null;
	reasoning_content?: string | null;
	reasoning?: unknown;
	tool_calls?: ChatToolCall[] | null;
}

/** Token counts; every vendor has its own subset. */
export interface ChatUsage {
	/** Input tokens. */
	prompt_tokens?: number | null;
	/** Output tokens. */
	completion_tokens?: number | null;
	/** Input tokens, in the newer spelling. */
	input_tokens?: number | null;
	/** Output tokens, in the newer spelling. */
	output_tokens?: number | null;
	/** Tokens of both. */
	total_tokens?: number | null;
	prompt_tokens_details?: ChatInputDetails | null;
	input_tokens_details?: ChatInputDetails | null;
	completion_tokens_details?: { reasoning_tokens?: number | null } | null;
	output_tokens_details?: { reasoning_tokens?: number | null } | null;
	/** Input tokens that were read from the cache: DeepSeek. */
	prompt_cache_hit_tokens?: number | null;
	/** Input tokens that were read from the cache: Moonshot. */
	cached_tokens?: number | null;
	/** Neurons that Workers AI bills. */
	neurons?: number | null;
}

interface ChatInputDetails {
	cached_tokens?: number | null;
	cache_write_tokens?: number | null;
}

/** One of the answers. */
export interface ChatChoice {
	/** The answer's place among several, counted from 0. Only the first is read. */
	index?: number | null;
	delta?: ChatDelta | null;
	message?: ChatDelta | null;
	finish_reason?: string | null;
	usage?: ChatUsage | null;
}

/** A chunk of a stream, or a whole answer. */
export interface ChatChunk {
	id?: string | null;
	model?: string | null;
	choices?: ChatChoice[] | null;
	usage?: ChatUsage | null;
	/** Groq's older streams. */
	x_groq?: { usage?: ChatUsage | null } | null;
	error?: unknown;
}
