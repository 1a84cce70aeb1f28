import type { Call } from "./call.ts";
import type { GatewayFacts } from "./receipt.ts";

/** One request's way. */
export interface Route {
	/** Without a trailing slash. */
	readonly baseUrl: string;
	readonly headers: Readonly<Record<string, string>>;
	/** What could not be honoured, in words. */
	readonly warnings?: readonly string[];
}

/** Where requests travel instead of straight to the vendor, for example through Cloudflare AI Gateway. */
export interface Via {
	/** Who is behind it, where that is another than the codec's own vendor. */
	readonly vendor?: string | undefined;
	/** Base URL and extra headers for a vendor's request. The headers go to this URL's host and nowhere else. */
	route(vendor: string, call: Call): Route;
	/** Reads what the gateway says in the headers of its answers. */
	facts(headers: Headers): GatewayFacts;
}
