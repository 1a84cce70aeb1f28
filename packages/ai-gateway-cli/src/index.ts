export { deployGateways, destroyGateways, type OnGateway } from "./deploy-gateways.ts";
export type { GatewaysClient, GatewaysTarget } from "./gateways-client.ts";
export { type GatewayChange, type GatewayPlan, planGateways } from "./plan-gateways.ts";
