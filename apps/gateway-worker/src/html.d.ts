// Bundlers for Workers (wrangler, and local.ts here) hand an imported HTML file over as text.
declare module "*.html" {
	const text: string;
	// biome-ignore lint/style/noDefaultExport: this is how text modules export.
	export default text;
}
