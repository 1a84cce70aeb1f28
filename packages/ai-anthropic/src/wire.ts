/** The parts of Anthropic's Messages wire that are read. */

/** A content block of an answer. Types that are not named here belong to the vendor's own tools. */
export interface WireBlock {
	type: string;
	text?: string;
	thinking?: string;
	signature?: string;
	data?: string;
	id?: string;
	name?: string;
	input?: unknown;
}

/** Token counts. `input_tokens` leaves out what a cache served or stored. */
export interface WireUsage {
	input_tokens?: number | null;
	output_tokens?: number | null;
	cache_read_input_tokens?: number | null;
	cache_creation_input_tokens?: number | null;
	output_tokens_details?: { thinking_tokens?: number | null } | null;
}

/** A whole answer, or the start of a streamed one. */
export interface WireMessage {
	type?: string;
	id?: string;
	model?: string;
	content?: WireBlock[];
	stop_reason?: string | null;
	usage?: WireUsage;
	error?: unknown;
}

/** One event of a stream. */
export interface WireEvent {
	type?: string;
	index?: number;
	message?: WireMessage;
	content_block?: WireBlock;
	delta?: {
		type?: string;
		text?: string;
		thinking?: string;
		signature?: string;
		partial_json?: string;
		stop_reason?: string | null;
	};
	usage?: WireUsage;
	error?: unknown;
}
