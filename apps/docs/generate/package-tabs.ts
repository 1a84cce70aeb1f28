const MANAGERS = ["npm", "pnpm", "yarn", "bun"] as const;
const RUN = { npm: "npx", pnpm: "pnpm dlx", yarn: "yarn dlx", bun: "bunx" };

/**
 * Blocks that install packages or run one, for each package manager. The element needs no script to be read; with its script
 * (`src/components/package-tabs.ts`) it shows one at a time.
 */
export function withPackageTabs(markdown: string): string {
	return markdown.replace(/^```(?:sh|bash|shell)\n([\s\S]*?)^```$/gm, (block, code: string) => {
		const lines = code.trimEnd().split("\n");
		if (!lines.some((line) => /^(?:npm install|npx) \S/.test(line))) return block;
		const blocks = MANAGERS.map((manager) => {
			const own = lines.map((line) => commandFor(manager, line)).join("\n");
			return `\`\`\`sh\n${own}\n\`\`\``;
		});
		return `<package-tabs>\n\n${blocks.join("\n\n")}\n\n</package-tabs>\n`;
	});
}

/** The Markdown before {@link withPackageTabs}. */
export function withoutPackageTabs(markdown: string): string {
	return markdown.replace(/<package-tabs>\n\n(```sh\n[\s\S]*?^```$)[\s\S]*?<\/package-tabs>/gm, "$1");
}

function commandFor(manager: (typeof MANAGERS)[number], line: string): string {
	if (manager === "npm") return line;
	return line
		.replace(/^npm install (?:--save-dev|-D) /, `${manager} add -D `)
		.replace(/^npm install /, `${manager} add `)
		.replace(/^npx (?:-y )?/, `${RUN[manager]} `);
}
