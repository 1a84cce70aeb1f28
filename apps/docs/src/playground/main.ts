import type { Choices } from "./choices.ts";
import { choicesOf, linkOf } from "./choices-link.ts";
import { codeOf } from "./code-of.ts";
import { type Action, afterAction, firstState, type PageState } from "./page-state.ts";
import { patch } from "./patch.ts";
import { runScenario } from "./run-scenario.ts";
import { scenarioOf } from "./scenario.ts";
import { pageView } from "./view/page-view.ts";

/** Brings the playground in `root` to life. */
export function start(root: Element): void {
	let state: PageState = { ...firstState, choices: choicesOf(location.hash.slice(1)) };
	let isDrawing = false;
	let stop = new AbortController();

	const draw = () => {
		isDrawing = false;
		const boxes = [...root.querySelectorAll(".pg-scroll")];
		// Who has scrolled up stays there.
		const atEnd = boxes.filter((box) => box.scrollTop + box.clientHeight > box.scrollHeight - 40);
		patch(root, pageView(state));
		for (const box of atEnd) box.scrollTop = box.scrollHeight;
	};
	const act = (action: Action) => {
		state = afterAction(state, action);
		if (!isDrawing) requestAnimationFrame(draw);
		isDrawing = true;
	};

	const run = async () => {
		if (state.run?.outcome === "running") return;
		stop = new AbortController();
		const startedAt = Date.now();
		act({ type: "start", startedAt });
		const ticks = setInterval(() => act({ type: "tick", atMs: Date.now() - startedAt }), 100);
		await runScenario(scenarioOf(state.choices), (happening) => act({ type: "happen", happening }), stop.signal);
		clearInterval(ticks);
	};
	const copy = async () => {
		let isCopied = true;
		try {
			await navigator.clipboard.writeText(codeOf(scenarioOf(state.choices)));
		} catch {
			// A page that is not served securely has no clipboard, and readers may refuse theirs.
			isCopied = false;
		}
		act({ type: "copied", isCopied });
		setTimeout(() => act({ type: "copied", isCopied: false }), 2_000);
	};

	root.addEventListener("input", ({ target }) => {
		if (!(target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement)) return;
		act({ type: "choose", name: target.name as keyof Choices, value: target.value });
	});
	// Browsers do not take a new address with every letter.
	root.addEventListener("change", () => {
		history.replaceState(null, "", `${location.pathname}#${linkOf(state.choices)}`);
	});
	root.addEventListener("submit", (event) => {
		event.preventDefault();
		void run();
	});
	root.addEventListener("click", ({ target }) => {
		if (!(target instanceof HTMLButtonElement)) return;
		if (target.name === "stop") stop.abort();
		if (target.name === "copy") void copy();
	});
	draw();
}
