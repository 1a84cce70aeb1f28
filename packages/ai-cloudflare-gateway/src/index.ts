export { cloudflareGateway } from "./cloudflare-gateway.ts";
export type { CloudflareGatewayOptions } from "./gateway-address.ts";
export { universalEndpoint } from "./universal-endpoint.ts";
