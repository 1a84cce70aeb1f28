import { models, type ProviderName } from "./models.ts";
import page from "./page.html";

/** The page for people: a form that asks this same Worker. It needs nothing from anywhere else, and may load nothing. */
export function pageResponse(providers: readonly string[], simulated: boolean): Response {
	const choices = providers.map((name) => ({ name, models: models[name as ProviderName] }));
	const data = JSON.stringify({ providers: choices, simulated }).replaceAll("<", "\\u003c");
	return new Response(
		page.replace('"{{data}}"', () => data),
		{
			headers: {
				"content-type": "text/html; charset=utf-8",
				"content-security-policy":
					"default-src 'none'; connect-src 'self'; img-src data:; script-src 'unsafe-inline'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
			},
		},
	);
}
