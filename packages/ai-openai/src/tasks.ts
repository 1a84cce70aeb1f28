import {
	type Call,
	checkResponse,
	type HttpProvider,
	mergeHeaders,
	type Route,
	secretsOf,
	send,
	type TaskOutput,
	type Wire,
	wireKey,
} from "@workkit/ai-core";

/** Sends one request; JSON, or a form. What its way cannot honour is told. */
export type Post = (call: Call, path: string, body: object, warnings: string[]) => Promise<Response>;

/** What sends a provider's requests below its base URL, by its way and with its headers. */
export function createPost(provider: HttpProvider): Post {
	// Every provider of a codec has it.
	const { baseUrl, headers: own, fetch, via } = provider[wireKey] as Wire;
	const [base = "", query] = baseUrl.split("?");
	return async (call, path, body, warnings) => {
		const route: Route = via?.route("openai", call) ?? { baseUrl: base, headers: {} };
		warnings.push(...(route.warnings ?? []));
		if (!via && call.options.cfGateway) warnings.push("`cfGateway` is not sent without a gateway.");
		const headers = mergeHeaders(own, call.options.headers, route.headers);
		const isForm = body instanceof FormData;
		// That of a form has the boundary in it, which only `fetch` knows.
		if (isForm) delete headers["content-type"];
		const url = route.baseUrl + path + (query === undefined ? "" : `?${query}`);
		const response = await send(url, headers, isForm ? body : JSON.stringify(body), call, fetch);
		if (via) call.receipt.gateway = via.facts(response.headers);
		await checkResponse(response, { ...call, secrets: secretsOf(headers) });
		return response;
	};
}

/** Fields as a form, lists as fields of the same name with brackets. */
export function toForm(fields: Record<string, unknown>): FormData {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) {
		if (value == null) continue;
		const field = Array.isArray(value) ? `${name}[]` : name;
		for (const item of [value].flat()) {
			// The vendor tells a file's type by its name.
			if (item instanceof Blob) form.append(field, item, `file.${item.type.replace(/^.*\//, "")}`);
			else form.append(field, String(item));
		}
	}
	return form;
}

/** What all tasks' answers have. `left` are settings that the vendor has no place for. */
export function common(call: Call, raw: unknown, warnings: string[], left: Record<string, unknown> = {}): TaskOutput {
	const names = Object.keys(left).filter((name) => left[name] !== undefined);
	warnings.push(...names.map((name) => `\`${name}\` is not sent to OpenAI.`));
	return {
		raw,
		provider: call.provider,
		model: call.model,
		receipt: call.receipt,
		...(warnings[0] && { warnings }),
	};
}
