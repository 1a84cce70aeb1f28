import { blocksOf, checkBlock } from "./anthropic-blocks.ts";
import { invalid } from "./anthropic-error.ts";
import { isRecord, type JsonRecord, unknownKey } from "./json.ts";

/** Throws what Anthropic answers to `messages` it does not accept. */
export function checkTurns(value: unknown): readonly JsonRecord[] {
	if (value === undefined) throw invalid("messages: Field required");
	if (!Array.isArray(value)) throw invalid("messages: Input should be a valid list");
	if (value.length === 0) throw invalid("messages: at least one message is required");
	const turns = value.map((turn, index) => checkTurn(turn, index, index === value.length - 1));
	if (turns[0]?.role !== "user") throw invalid('messages: first message must use the "user" role');
	checkToolUse(turns);
	return turns;
}

function checkTurn(turn: unknown, index: number, isLast: boolean): JsonRecord {
	const at = `messages.${index}`;
	if (!isRecord(turn)) throw invalid(`${at}: Input does not match the expected shape.`);
	const { role, content } = turn;
	if (role !== "user" && role !== "assistant" && role !== "system") {
		throw invalid(
			role === undefined
				? `${at}.role: Field required`
				: `messages: Unexpected role "${role}". Allowed roles are "user", "assistant" or "system".`,
		);
	}
	const unknown = unknownKey(turn, ["role", "content"]);
	if (unknown !== undefined) throw invalid(`${at}.${unknown}: Extra inputs are not permitted`);
	if (content === undefined) throw invalid(`${at}.content: Field required`);
	if (typeof content !== "string" && !Array.isArray(content))
		throw invalid(`${at}.content: Input should be a valid string or list`);
	if (content.length === 0 && !(isLast && role === "assistant"))
		throw invalid(`${at}: ${role} messages must have non-empty content`);
	if (typeof content === "string") {
		if (content !== "" && content.trim() === "")
			throw invalid("messages: text content blocks must contain non-whitespace text");
		return turn;
	}
	for (const [place, block] of content.entries()) checkBlock(block, `${at}.content.${place}`, role);
	return turn;
}

/** Each call is answered at the very start of the next message, and each answer has its call in the message before. */
function checkToolUse(turns: readonly JsonRecord[]): void {
	const seen = new Set<unknown>();
	let open: unknown[] = [];
	for (const [index, turn] of mergeTurns(turns).entries()) {
		const blocks = blocksOf(turn.content);
		const answered = blocks.filter((block) => block.type === "tool_result").map((block) => block.tool_use_id);
		const stray = answered.find((id) => !open.includes(id));
		if (stray !== undefined) {
			throw invalid(
				`messages.${index}.content.${blocks.findIndex((block) => block.tool_use_id === stray)}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${stray}. Each \`tool_result\` block must have a corresponding \`tool_use\` block in the previous message.`,
			);
		}
		const first = blocks.findIndex((block) => block.type !== "tool_result");
		const prompt = first < 0 ? answered : blocks.slice(0, first).map((block) => block.tool_use_id);
		const missing = open.filter((id) => !prompt.includes(id));
		if (missing.length > 0) {
			throw invalid(
				`messages.${index}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${missing.join(", ")}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`,
			);
		}
		if (new Set(answered).size < answered.length)
			throw invalid(
				`messages.${index}.content: each tool_use must have a single result. Found multiple \`tool_result\` blocks with the same id.`,
			);
		open = blocks.filter((block) => block.type === "tool_use").map((block) => block.id);
		for (const id of open) {
			if (seen.has(id)) throw invalid(`messages.${index}: \`tool_use\` ids must be unique`);
			seen.add(id);
		}
	}
	if (open.length > 0) {
		throw invalid(
			`messages.${turns.length - 1}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${open.join(", ")}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`,
		);
	}
}

/** Neighbours of one role are one message to Anthropic. */
function mergeTurns(turns: readonly JsonRecord[]): { role: unknown; content: readonly JsonRecord[] }[] {
	const merged: { role: unknown; content: readonly JsonRecord[] }[] = [];
	for (const { role, content } of turns) {
		const last = merged.at(-1);
		if (last !== undefined && last.role === role) last.content = [...last.content, ...blocksOf(content)];
		else merged.push({ role, content: blocksOf(content) });
	}
	return merged;
}
