// Bundlers for Workers (wrangler, and local.ts here) hand an imported HTML file over as text.
declare module "*.html" {
	const text: string;
	export { text as default };
}
