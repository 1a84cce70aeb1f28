import { blocksOf } from "./anthropic-blocks.ts";
import { invalid } from "./anthropic-error.ts";
import type { Exchange } from "./exchange.ts";
import { isRecord, type JsonRecord, listOf } from "./json.ts";
import { hash } from "./random.ts";
import { countTokens } from "./tokens.ts";

/** Input tokens by what the prompt cache did with them. */
export interface CacheUse {
	readonly readTokens: number;
	readonly createdTokens: number;
	/** Whether the last breakpoint asks for an hour instead of five minutes. */
	readonly isHour: boolean;
}

/**
 * What the prompt cache does with a request: everything up to the last `cache_control` is read if it has been written
 * before, and written if not. Nothing is too small to be cached and nothing ever expires.
 */
export function usePromptCache(exchange: Exchange, body: JsonRecord, inputTokens: number): CacheUse {
	const blocks = [
		...listOf(body.tools).filter(isRecord),
		...blocksOf(body.system ?? []),
		...listOf(body.messages).flatMap((turn) => (isRecord(turn) ? blocksOf(turn.content) : [])),
	];
	const marks = blocks.filter((block) => block.cache_control != null).length;
	if (marks > 4) throw invalid(`A maximum of 4 blocks with cache_control may be provided. Found ${marks}.`);
	const last =
		body.cache_control == null
			? blocks.map((block) => block.cache_control != null).lastIndexOf(true)
			: blocks.length - 1;
	if (last < 0) return { readTokens: 0, createdTokens: 0, isHour: false };

	const { cachedPrefixes } = exchange.settings;
	let prefix = String(body.model);
	let tokens = 0;
	let readTokens = 0;
	for (const block of blocks.slice(0, last + 1)) {
		const { cache_control: _, ...rest } = block;
		prefix = `${hash(prefix + JSON.stringify(rest))}:${prefix.length}`;
		tokens = Math.min(
			inputTokens,
			tokens + countTokens(typeof block.text === "string" ? block.text : JSON.stringify(rest)),
		);
		if (cachedPrefixes.has(prefix)) readTokens = tokens;
	}
	cachedPrefixes.add(prefix);
	const control = body.cache_control ?? blocks[last]?.cache_control;
	return { readTokens, createdTokens: tokens - readTokens, isHour: isRecord(control) && control.ttl === "1h" };
}
