const STYLE = `
:root{color-scheme:light dark;--line:light-dark(#d8d8de,#3a3a42);--soft:light-dark(#f4f4f6,#232328);--back:light-dark(#fff,#18181b);
--text:light-dark(#1c1c20,#ececf0);--dim:light-dark(#62626c,#a0a0ac);--mark:light-dark(#2457c5,#8fb4ff);--bad:light-dark(#b3261e,#ff8a80)}
*{box-sizing:border-box}
body{margin:0;background:var(--back);color:var(--text);font:14px/1.45 system-ui,sans-serif}
header{display:flex;gap:1rem;align-items:baseline;padding:.75rem 1rem;border-bottom:1px solid var(--line)}
h1{font-size:1rem;margin:0}h2{font-size:.9rem;margin:1.2rem 0 .4rem}
#state,.dim{color:var(--dim)}
main{display:grid;grid-template-columns:minmax(16rem,24rem) 1fr;min-height:calc(100vh - 3rem)}
#calls{margin:0;padding:0;list-style:none;border-right:1px solid var(--line)}
#calls button{display:block;width:100%;padding:.5rem 1rem;border:0;border-bottom:1px solid var(--line);background:none;color:inherit;font:inherit;text-align:left;cursor:pointer}
#calls button:hover{background:var(--soft)}
#calls [aria-current=true]{background:var(--soft);box-shadow:inset 3px 0 var(--mark)}
#calls b{display:block;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;font-weight:600}
#call{padding:0 1rem 2rem;min-width:0}
.bad{color:var(--bad)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem .8rem;margin:0}dt{color:var(--dim)}dd{margin:0;overflow-wrap:anywhere}
pre{margin:0;padding:.6rem;background:var(--soft);border-radius:.3rem;overflow:auto;max-height:24rem;white-space:pre-wrap;overflow-wrap:anywhere;font:12px/1.45 ui-monospace,monospace}
table{width:100%;border-collapse:collapse;font:12px/1.45 ui-monospace,monospace}
td{padding:.15rem .4rem;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere;white-space:pre-wrap}
td:first-child{width:6rem;color:var(--dim);white-space:nowrap;text-align:right}
@media(max-width:44rem){main{grid-template-columns:1fr}#calls{border-right:0;max-height:40vh;overflow:auto}}
`;

// Whatever is shown is set as text, never as markup: prompts and answers are other people's.
const SCRIPT = `
const $ = (id) => document.getElementById(id);
const make = (tag, text, className) => {
	const node = document.createElement(tag);
	if (text !== undefined) node.textContent = text;
	if (className) node.className = className;
	return node;
};
const unknown = (value, unit = "") => (value === undefined || value === null ? "unknown" : value + unit);
const milliseconds = (value) => (value === undefined ? "…" : Math.round(value) + " ms");
const money = (value) => (value === undefined ? "unknown" : "$" + value.toFixed(6));
const failed = (call) => call.status >= 400 || call.outcome === "broken" || call.outcome === "cancelled";
const pretty = (text) => { try { return JSON.stringify(JSON.parse(text), null, 2); } catch { return text; } };
let selected = new URLSearchParams(location.hash.slice(1)).get("call");
let source;
let shown;

function showCalls(calls) {
	const items = calls.toReversed().map((call) => {
		const button = make("button");
		button.dataset.call = call.id;
		button.setAttribute("aria-current", String(String(call.id) === selected));
		button.append(make("b", call.model ?? call.method + " " + call.path));
		const state = call.outcome === "open" ? "open" : call.outcome === "finished" ? milliseconds(call.endedAtMs) : call.outcome;
		button.append(make("span", [new Date(call.startedAt).toLocaleTimeString(), call.wire ?? "-", call.status ?? "-", call.frameCount + " frames", state].join(" · "), failed(call) ? "bad" : "dim"));
		button.onclick = () => { selected = String(call.id); location.hash = "call=" + selected; listen(); };
		const item = make("li");
		item.append(button);
		return item;
	});
	const focused = document.activeElement?.dataset.call;
	$("calls").replaceChildren(...items);
	if (focused) document.querySelector("[data-call='" + focused + "']")?.focus();
	if (items.length === 0) $("calls").append(make("li", "No calls yet.", "dim"));
}

function facts(entries) {
	const list = make("dl");
	for (const [name, value] of entries) list.append(make("dt", name), make("dd", String(value)));
	return list;
}

function showCall(call) {
	if (!call) return $("call").replaceChildren(make("p", selected ? "That call is no longer kept." : "Choose a call.", "dim"));
	const frames = make("table");
	frames.id = "frames";
	for (const frame of call.frames) {
		const row = make("tr");
		row.append(make("td", frame.atMs.toFixed(1) + " ms"), make("td", frame.text.trimEnd()));
		frames.append(row);
	}
	$("call").replaceChildren(
		make("h2", "Call " + call.id),
		facts([
			["Request", call.method + " " + call.path],
			["Vendor", unknown(call.wire)],
			["Model", unknown(call.model)],
			["Status", call.status ?? "none"],
			["Outcome", call.error ?? call.outcome],
			["First byte", milliseconds(call.frames[0]?.atMs ?? call.answeredAtMs)],
			["Total", milliseconds(call.endedAtMs)],
			["Tokens", unknown(call.tokens.input) + " in, " + unknown(call.tokens.output) + " out"],
			["Cost", money(call.cost)],
		]),
		make("h2", "Request headers"), facts(Object.entries(call.requestHeaders)),
		make("h2", "Request body"), make("pre", pretty(call.requestBody)),
		make("h2", "Response headers"), facts(Object.entries(call.responseHeaders)),
		make("h2", "Frames as they came (" + call.frameCount + ", " + call.byteCount + " bytes)"), frames,
	);
}

function listen() {
	shown = undefined;
	source?.close();
	source = new EventSource("/inspector/events" + (selected ? "?call=" + selected : ""));
	source.onopen = () => { $("state").textContent = "live"; };
	source.onerror = () => { $("state").textContent = "not connected"; };
	source.onmessage = ({ data }) => {
		const state = JSON.parse(data);
		showCalls(state.calls);
		const now = JSON.stringify(state.call ?? null);
		if (now !== shown) showCall(state.call);
		shown = now;
	};
}
listen();
`;

/** The page, whole: it asks nobody but the simulator that served it for anything. */
export const INSPECTOR_PAGE: string = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>AI simulator</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
<header><h1>AI simulator</h1><span id="state" role="status">connecting</span></header>
<main><ol id="calls" aria-label="Calls"></ol><section id="call" aria-label="The chosen call"></section></main>
<script>${SCRIPT}</script>
</html>
`;
