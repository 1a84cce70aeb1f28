const MASK = "••••";

/** Names that hold a credential: `authorization`, `x-api-key`, `cf-aig-authorization`, `clientSecret`, `cookie` … */
const SECRET = /(authorization|api[-_]?key|token|secret|password|cookie|credentials?)$/i;

/** The headers without their credentials; what kind of credential it was stays. */
export function maskHeaders(headers: Headers): Record<string, string> {
	return Object.fromEntries([...headers].map(([name, value]) => [name, SECRET.test(name) ? maskValue(value) : value]));
}

/** The text of a body; credentials in its JSON, as the universal endpoint has them, are masked. */
export function maskBody(text: string): string {
	try {
		const masked = JSON.stringify(JSON.parse(text), (name, value: unknown) =>
			typeof value === "string" && SECRET.test(name) ? maskValue(value) : value,
		);
		return masked.includes(MASK) ? masked : text;
	} catch {
		return text;
	}
}

/** The URL's path; credentials in its query, as some vendors have them, are masked. */
export function maskPath(url: URL): string {
	const query = url.search.replace(/([?&](?:key|[^=&]*(?:api[-_]?key|token|secret))=)[^&]*/gi, `$1${MASK}`);
	return url.pathname + query;
}

function maskValue(value: string): string {
	const scheme = /^(bearer|basic) /i.exec(value)?.[0] ?? "";
	return scheme + MASK;
}
