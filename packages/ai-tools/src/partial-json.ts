/** Reads JSON while it is being written. */
export interface PartialJson {
	/**
	 * Takes the next piece of text. Answers with what the JSON is so far, when that has changed; earlier answers stay as they
	 * were. Skips words and code fences before the first object. A number counts when it is complete, a text as it comes.
	 */
	push(delta: string): unknown;
}

interface Frame {
	readonly container: Record<string, unknown> | unknown[];
	/** Property that is being written. */
	key: string;
	/** Entries so far: what a copy costs. */
	size: number;
}

type Mode =
	| "seek"
	| "value"
	| "key"
	| "keyText"
	| "colon"
	| "text"
	| "escape"
	| "unicode"
	| "literal"
	| "after"
	| "end";

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f" };

/** Entries that may be copied for each character that came: keeps all copies together linear in the text. */
const copiesPerCharacter = 4;

function put({ container, key }: Pick<Frame, "container" | "key">, value: unknown): void {
	if (Array.isArray(container)) container.push(value);
	// By assignment it would become the prototype.
	else if (key === "__proto__")
		Object.defineProperty(container, key, { value, enumerable: true, configurable: true, writable: true });
	else container[key] = value;
}

/** A reader of one JSON object that comes in pieces. */
export function createPartialJson(): PartialJson {
	const frames: Frame[] = [];
	let mode: Mode = "seek";
	let isKey = false;
	let text = "";
	let code = "";
	let root: unknown;
	let changed = false;
	let credit = 0;

	const add = (value: unknown): void => {
		const frame = frames.at(-1);
		mode = frame ? "after" : "end";
		if (!frame) root = value;
		else {
			put(frame, value);
			frame.size++;
		}
	};
	const open = (container: Frame["container"]): void => {
		frames.push({ container, key: "", size: 0 });
		mode = Array.isArray(container) ? "value" : "key";
		changed = true;
	};
	/** That was no JSON after all. */
	const restart = (): void => {
		frames.length = 0;
		mode = "seek";
	};
	const close = (bracket: string): void => {
		const frame = frames.pop();
		if (!frame || Array.isArray(frame.container) !== (bracket === "]")) restart();
		else add(frame.container);
	};
	const literal = (): void => {
		try {
			add(JSON.parse(text));
			changed = true;
		} catch {
			restart();
		}
	};
	const startText = (key: boolean): void => {
		isKey = key;
		text = "";
		mode = key ? "keyText" : "text";
	};

	/** Takes one character outside of texts. */
	function take(char: string): void {
		if (mode === "literal" && !/[\s,}\]]/.test(char)) {
			text += char;
			return;
		}
		if (mode === "literal") literal();
		if (mode === "seek") {
			if (char === "{") open({});
		} else if (/\s/.test(char) || mode === "end") return;
		else if (mode === "key" && char === '"') startText(true);
		else if (mode === "colon" && char === ":") mode = "value";
		else if (mode === "after" && char === ",") mode = Array.isArray(frames.at(-1)?.container) ? "value" : "key";
		else if (char === "}" || char === "]") close(char);
		else if (mode !== "value") restart();
		else if (char === '"') startText(false);
		else if (char === "{") open({});
		else if (char === "[") open([]);
		else {
			text = char;
			mode = "literal";
		}
	}

	/** Takes characters of a text, as many as there are; answers with where it stopped. */
	function takeText(delta: string, from: number): number {
		let at = from;
		if (mode === "escape") {
			const char = delta[at++] as string;
			mode = char === "u" ? "unicode" : isKey ? "keyText" : "text";
			code = "";
			if (char !== "u") text += escapes[char] ?? char;
		} else if (mode === "unicode") {
			code += delta[at++];
			if (code.length < 4) return at;
			text += String.fromCharCode(Number.parseInt(code, 16));
			mode = isKey ? "keyText" : "text";
		} else {
			while (at < delta.length && delta[at] !== '"' && delta[at] !== "\\") at++;
			text += delta.slice(from, at);
			changed ||= !isKey && at > from;
			const char = delta[at++];
			if (char === "\\") mode = "escape";
			else if (char === '"' && isKey) {
				const frame = frames.at(-1);
				if (frame) frame.key = text;
				mode = "colon";
			} else if (char === '"') {
				add(text);
				changed = true;
			}
		}
		return at;
	}

	const inText = (): boolean => mode === "text" || mode === "keyText" || mode === "escape" || mode === "unicode";

	/** What is complete, shared with answers before; what is open, as a copy. */
	function snapshot(): unknown {
		if (!frames[0]) return root;
		let child: { value: unknown } | undefined = inText() && !isKey ? { value: text } : undefined;
		for (let index = frames.length - 1; index >= 0; index--) {
			const { container, key } = frames[index] as Frame;
			const copy = Array.isArray(container) ? [...container] : { ...container };
			if (child) put({ container: copy, key }, child.value);
			child = { value: copy };
		}
		return child?.value;
	}

	return {
		push(delta) {
			for (let at = 0; at < delta.length; ) {
				if (inText()) at = takeText(delta, at);
				else take(delta[at++] as string);
			}
			credit += delta.length * copiesPerCharacter;
			const cost = frames.reduce((sum, { size }) => sum + size + 1, 0);
			if (!changed || credit < cost || (mode === "seek" && root === undefined)) return undefined;
			credit -= cost;
			changed = false;
			return snapshot();
		},
	};
}
