/** A request as the simulator reads it, wherever it came from. */
export interface Arrival {
	readonly method: string;
	readonly url: URL;
	readonly headers: Headers;
}

/** Whether this is the question with which a local runtime looks for the upstream of its remote binding. */
export function isBindingProbe({ method, url }: Arrival): boolean {
	return method === "GET" && url.pathname === "/" && url.searchParams.get("MF-Binding") === "AI";
}

/**
 * A request of a local runtime's remote binding, unwrapped: its true address is in `mf-url` and its true headers in
 * `mf-header-*`. Any other request comes back as it is.
 */
export function unwrapRemoteBinding(arrival: Arrival): Arrival {
	const url = arrival.headers.get("mf-url");
	if (url === null) return arrival;
	const headers = new Headers();
	for (const [name, value] of arrival.headers) {
		const original = /^mf-header-(.+)$/.exec(name)?.[1];
		if (original !== undefined) headers.set(original, value);
		else if (!name.startsWith("mf-") && !headers.has(name)) headers.set(name, value);
	}
	return { method: arrival.method, url: new URL(url), headers };
}
