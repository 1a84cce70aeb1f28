/** A gateway's settings as Cloudflare's API spells them. */
export type ApiSettings = Record<string, unknown>;

/** The part of the official `cloudflare` client that is used: `new Cloudflare({ apiToken })` fits, and so does a fake. */
export interface GatewaysClient {
	readonly aiGateway: {
		/** A gateway's settings. */
		get(id: string, params: { account_id: string }): PromiseLike<object>;
		/** Makes a gateway. Parameters are `never`, since the client's own types want each setting by its name. */
		create(params: never): PromiseLike<object>;
		/** Replaces all settings of a gateway. */
		update(id: string, params: never): PromiseLike<object>;
		/** Deletes a gateway. */
		delete(id: string, params: { account_id: string }): PromiseLike<object>;
	};
}

/** Whose gateways, and through which client. */
export interface GatewaysTarget {
	readonly client: GatewaysClient;
	readonly accountId: string;
}

/** Whether the API's error is the one about this. */
function says(error: unknown, pattern: RegExp): boolean {
	const { status, errors, message } = Object(error) as { status?: number; errors?: unknown; message?: unknown };
	return pattern.test(`${status} ${JSON.stringify(errors ?? "")} ${message}`);
}

/** A gateway's settings as they are; `undefined` when there is none. */
export async function readGateway({ client, accountId }: GatewaysTarget, id: string): Promise<ApiSettings | undefined> {
	try {
		return { ...(await client.aiGateway.get(id, { account_id: accountId })) };
	} catch (error) {
		if (says(error, /^404 |\b7002\b/)) return undefined;
		throw error;
	}
}

/** Makes a gateway. `false`: somebody else just did. */
export async function createGateway(target: GatewaysTarget, id: string, settings: ApiSettings): Promise<boolean> {
	try {
		await target.client.aiGateway.create({ account_id: target.accountId, id, ...settings } as never);
		return true;
	} catch (error) {
		if (says(error, /already exists|^409 /i)) return false;
		throw error;
	}
}

/** Replaces all settings of a gateway: what is not in them goes back to its default. */
export async function replaceGateway(target: GatewaysTarget, id: string, settings: ApiSettings): Promise<void> {
	await target.client.aiGateway.update(id, { account_id: target.accountId, ...settings } as never);
}

/** Deletes a gateway with its logs. `false`: there is none. */
export async function deleteGateway({ client, accountId }: GatewaysTarget, id: string): Promise<boolean> {
	try {
		await client.aiGateway.delete(id, { account_id: accountId });
		return true;
	} catch (error) {
		if (says(error, /^404 |\b7002\b/)) return false;
		throw error;
	}
}
