import { deployGateways, planGateways } from "@workkit/ai-gateway-cli";

export async function main(): Promise<void> {
	const account = new Map<string, object>();
	const client = {
		aiGateway: {
			get: async (id: string) => {
				const settings = account.get(id);
				if (!settings) throw Object.assign(new Error("not found"), { status: 404 });
				return settings;
			},
			create: async ({ id, ...settings }: { id: string }) => account.set(id, settings),
			update: async (id: string, settings: object) => account.set(id, settings),
			delete: async (id: string) => ({ id }),
		},
	};
	const target = { client, accountId: "account" };
	const definition = { id: "gateway", settings: { cacheTtl: 300 } };
	const [plan] = await planGateways([definition], target);
	if (plan?.action !== "create") throw new Error(`planned ${plan?.action}`);
	await deployGateways([definition], target);
	const [again] = await planGateways([definition], target);
	if (again?.action !== "none") throw new Error(`planned ${again?.action} again`);
}
