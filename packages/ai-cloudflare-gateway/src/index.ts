export {
	type AiGatewayClient,
	type AiGatewayOptions,
	aiGateway,
	type GatewayRunOptions,
	type UniversalRequest,
} from "./ai-gateway.ts";
export { type CloudflareBindingOptions, cloudflareBinding } from "./cloudflare-binding.ts";
export { type CloudflareGatewayRoute, cloudflareGateway, gatewayVia } from "./cloudflare-gateway.ts";
export { type CloudflareRestOptions, cloudflareRest } from "./cloudflare-rest.ts";
export { type AiGatewayDefinition, defineAiGateway } from "./define-ai-gateway.ts";
export type { CloudflareGatewayOptions } from "./gateway-address.ts";
export type { GatewayBinding } from "./gateway-binding.ts";
export { isAiGatewayError } from "./gateway-error.ts";
export { createGatewayFetch, type GatewayFetch, type GatewayFetchOptions } from "./gateway-fetch.ts";
export type { AiGatewayLog, GatewayFeedback, Logged } from "./gateway-log.ts";
export type {
	AiGatewaySettings,
	GatewayAction,
	GatewayDlp,
	GatewayHazards,
	GatewaySpendRule,
	GatewaySpendScope,
} from "./gateway-settings.ts";
export type { GatewayProviderName } from "./provider-path.ts";
export { type GatewayAnswer, readGatewayAnswer } from "./read-gateway-answer.ts";
export { universalEndpoint } from "./universal-endpoint.ts";
export { type FeedbackGateway, type WithFeedback, withFeedback } from "./with-feedback.ts";
