const NAMES = ["npm", "pnpm", "yarn", "bun"];
const KEY = "package-manager";
let serial = 0;

/** Shows one package manager's commands at a time; the choice holds for all blocks and is remembered. */
class PackageTabs extends HTMLElement {
	connectedCallback(): void {
		if (this.querySelector("[role=tablist]")) return;
		const id = `packages-${serial++}`;
		const list = document.createElement("div");
		list.role = "tablist";
		list.ariaLabel = "Package manager";
		for (const [index, panel] of [...this.children].entries()) {
			const name = NAMES[index] ?? "";
			panel.id = `${id}-${name}`;
			panel.setAttribute("role", "tabpanel");
			const tab = document.createElement("button");
			tab.type = "button";
			tab.role = "tab";
			tab.id = `${id}-tab-${name}`;
			tab.textContent = name;
			tab.dataset.name = name;
			tab.setAttribute("aria-controls", panel.id);
			panel.setAttribute("aria-labelledby", tab.id);
			tab.addEventListener("click", () => choose(name));
			list.append(tab);
		}
		list.addEventListener("keydown", (event) => {
			const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
			if (step === undefined) return;
			const at = NAMES.indexOf(chosen());
			choose(NAMES[(at + step + NAMES.length) % NAMES.length] ?? "npm");
			list.querySelector<HTMLElement>("[aria-selected=true]")?.focus();
		});
		this.prepend(list);
		show(this, chosen());
	}
}

function chosen(): string {
	try {
		const stored = localStorage.getItem(KEY) ?? "";
		return NAMES.includes(stored) ? stored : "npm";
	} catch {
		return "npm";
	}
}

function choose(name: string): void {
	try {
		localStorage.setItem(KEY, name);
	} catch {
		// Without storage the choice holds for this page.
	}
	for (const tabs of document.querySelectorAll("package-tabs")) show(tabs, name);
}

function show(tabs: Element, name: string): void {
	for (const tab of tabs.querySelectorAll<HTMLElement>("[role=tab]")) {
		const isChosen = tab.dataset.name === name;
		tab.ariaSelected = String(isChosen);
		tab.tabIndex = isChosen ? 0 : -1;
	}
	for (const panel of tabs.querySelectorAll<HTMLElement>("[role=tabpanel]"))
		panel.hidden = !panel.id.endsWith(`-${name}`);
}

customElements.define("package-tabs", PackageTabs);
