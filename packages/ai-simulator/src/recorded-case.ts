/** When the parts of a recorded answer came, in milliseconds since its request was sent. */
export interface RecordedTiming {
	/** When the answer's headers came, in milliseconds. */
	readonly headersMs: number;
	/** Each chunk of the body: when it came, and its bytes. */
	readonly chunks: readonly (readonly [atMs: number, bytes: number])[];
	/** When the body was over, in milliseconds. */
	readonly endMs: number;
	/** Whether the body ended or the connection broke. */
	readonly end: "done" | "cut";
}

/** `meta.json` of a recorded case; members that are not named here are kept for people. */
export interface RecordedMeta {
	/** `<provider>/<name>`. */
	readonly name: string;
	readonly provider: string;
	/** HTTP status. */
	readonly status: number;
	/** An allow-list of the answer's headers: content type, retry, request ids, rate limits. */
	readonly headers: Readonly<Record<string, string>>;
	/** Default `POST`. */
	readonly method?: string;
	/** The vendor's address without its query; null or absent when it is not known. */
	readonly url?: string | null;
	/** The query without credentials. */
	readonly query?: string | null;
	/** The path at which the recorder was asked, with the upstream's name in front. */
	readonly path?: string;
	/** The file of the body. */
	readonly body: string;
	/** Length of the body in bytes. */
	readonly bodyBytes: number;
	readonly bodySha256: string;
	/** SHA-256 of the request's body, its members in order: it is found by this also when it is not kept. */
	readonly requestSha256?: string;
	/** Absent: everything came at once. */
	readonly timing?: RecordedTiming;
}

/** One recorded exchange. */
export interface RecordedCase {
	readonly meta: RecordedMeta;
	/** The request's JSON body, where it was kept. */
	readonly request?: unknown;
	/** The answer's body, decompressed. */
	readonly body: Uint8Array;
}
