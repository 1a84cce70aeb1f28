import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import starlight from "@astrojs/starlight";
import { defineConfig, passthroughImageService } from "astro/config";
import { allEntries } from "../../.ci/packages.ts";

const sidebar = JSON.parse(readFileSync(new URL(".generated/sidebar.json", import.meta.url), "utf8"));
// The playground runs our packages from their sources, so that the site needs no build of them.
const alias = allEntries().map(({ specifier, source }) => ({
	find: new RegExp(`^${specifier}$`),
	replacement: source,
}));

export default defineConfig({
	root: fileURLToPath(new URL(".", import.meta.url)),
	trailingSlash: "always",
	devToolbar: { enabled: false },
	image: { service: passthroughImageService() },
	server: { host: "127.0.0.1" },
	vite: { resolve: { alias } },
	integrations: [
		starlight({
			title: "workkit AI",
			description:
				"One typed gateway to Workers AI, OpenAI, Anthropic and whatever speaks their wire, for Cloudflare Workers.",
			sidebar,
			routeMiddleware: "./src/route-data.ts",
			customCss: ["./src/styles/site.css"],
			components: { Hero: "./src/components/Hero.astro", PageTitle: "./src/components/PageTitle.astro" },
			social: [{ icon: "github", label: "GitHub", href: "https://github.com/workkit/workkit" }],
			expressiveCode: {
				themes: ["github-dark-default", "github-light-default"],
				defaultProps: { frame: "none", wrap: true },
				styleOverrides: {
					borderRadius: "0.375rem",
					codeBackground: "var(--code-background)",
					frames: { frameBoxShadowCssValue: "none" },
				},
			},
			tableOfContents: { minHeadingLevel: 2, maxHeadingLevel: 3 },
			lastUpdated: false,
			credits: false,
		}),
	],
});
