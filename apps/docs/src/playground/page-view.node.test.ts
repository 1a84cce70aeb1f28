import { describe, expect, it } from "vitest";
import { chartOf } from "./chart.ts";
import { element } from "./element.ts";
import { afterAction, firstState, type PageState } from "./page-state.ts";
import { toHtml } from "./to-html.ts";
import { pageView } from "./view/page-view.ts";

const html = (state: PageState) => pageView(state).map(toHtml).join("");
const receipt = { attempts: [], cost: { usd: "0.00042" } };
const spent = {
	key: "default",
	provider: "openai",
	model: "gpt-5.2",
	day: "2026-11-21",
	usd: "0.00042",
	requests: 1,
	inputTokens: 1_200,
	outputTokens: 30,
	unpriced: 0,
	estimated: 0,
	cached: 0,
};

/** The page after a call that ended so. */
function afterCall(state: PageState, ...happenings: Record<string, unknown>[]): PageState {
	const started = afterAction(state, { type: "start", startedAt: 0 });
	return happenings.reduce<PageState>(
		(page, one) => afterAction(page, { type: "happen", happening: { atMs: 10, receipt, ...one } as never }),
		started,
	);
}

describe("the page", () => {
	it("shows what is chosen, and code for it", () => {
		const page = html(afterAction(firstState, { type: "choose", name: "provider", value: "anthropic" }));
		expect(page).toContain('<option value="anthropic" selected>');
		expect(page).toContain('<option value="claude-sonnet-4-6" selected>');
		expect(page).toContain("&quot;claude-sonnet-4-6&quot;");
	});

	it("takes nothing that comes for markup", () => {
		const event = { type: "text", delta: "<img src=x>" };
		const page = html(afterCall(firstState, { type: "event", event }, { type: "frame", text: "<script>" }));
		expect(page).not.toMatch(/<img|<script/);
		expect(page).toContain("&lt;img src=x&gt;");
	});

	it("lets only one of Run and Stop do something", () => {
		const buttons = (state: PageState) => html(state).match(/aria-disabled="\w+"/g);
		expect(buttons(firstState)).toEqual(['aria-disabled="false"', 'aria-disabled="true"']);
		expect(buttons(afterCall(firstState))).toEqual(['aria-disabled="true"', 'aria-disabled="false"']);
	});

	it("has a bar and a row for each call that is over, with the exact cost", () => {
		const once = afterCall(firstState, { type: "finished", spent: [spent] });
		const twice = afterCall(once, { type: "stopped", spent: [spent] });
		expect(html(afterCall(firstState))).not.toContain("<rect");
		expect(html(once).match(/<rect/g)).toHaveLength(3);
		expect(html(twice).match(/<rect/g)).toHaveLength(6);
		expect(html(twice)).toContain("<td>1,200</td><td>30</td><td>$0.00042</td>");
		expect(twice.calls.map(({ number, outcome }) => [number, outcome])).toEqual([
			[1, "finished"],
			[2, "stopped"],
		]);
	});

	it("says unknown where a cost is not known", () => {
		const page = afterCall(firstState, {
			type: "finished",
			spent: [spent],
			receipt: { attempts: [], cost: { unknown: true } },
		});
		expect(html(page)).toContain("<td>unknown</td>");
	});

	it("shows a failure as its error with what to do, never as done", () => {
		const page = html(afterCall(firstState, { type: "failed", error: new TypeError("boom"), spent: [] }));
		expect(page).toContain("<strong>TypeError:</strong> boom");
		expect(page).toContain("What to do:");
		expect(page).not.toContain(">Done<");
	});
});

describe("the chart", () => {
	it("scales to the highest call, and shows the last twelve", () => {
		const call = { number: 1, model: "m", outcome: "finished", isEstimated: false } as const;
		const calls = Array.from({ length: 14 }, (_, index) => ({
			...call,
			number: index + 1,
			inputTokens: 10 * (index + 1),
			outputTokens: 0,
			usd: index === 13 ? undefined : "0.5",
		}));
		const { bars, topTokens } = chartOf(calls);
		expect(bars.map(({ call: { number } }) => number)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
		expect(topTokens).toBe(140);
		expect([bars.at(-1)?.input, bars.at(-1)?.cost, bars[0]?.cost]).toEqual([1, 0, 1]);
		for (const { left, width } of bars) expect(left + width).toBeLessThanOrEqual(1);
	});
});

describe("element", () => {
	it("joins texts as a browser does, and leaves out what is not there", () => {
		const { children } = element("p", {}, "a", 1, false, undefined, "", ["b", element("b")], "c");
		expect(children).toEqual(["a1b", element("b"), "c"]);
	});
});
