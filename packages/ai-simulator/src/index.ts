export type { Call, CallFrame, CallTokens, ModelPrice } from "./call.ts";
export type { RecordedRequest } from "./exchange.ts";
export type { FaultKind, FaultOptions } from "./faults.ts";
export type { GatewayOptions, GatewayPattern } from "./gateway-options.ts";
export type {
	GatewayAction,
	GatewayDlpPolicy,
	GatewaySettings,
	GatewaySpendRule,
	GatewaySpendScope,
} from "./gateway-settings.ts";
export type { FoundModel } from "./model-search.ts";
export type { Prompt, PromptTool, PromptTurn, Wire } from "./prompt.ts";
export type { RecordedCase, RecordedMeta, RecordedTiming } from "./recorded-case.ts";
export { createReplay, type Replay, type ReplayOptions } from "./replay.ts";
export type { Reply, ReplyError, ReplyFault, ReplyFinish, ReplyScript, ReplyToolCall, ReplyUsage } from "./reply.ts";
export type { ScriptCondition, ScriptPattern, ScriptRule } from "./script.ts";
export type { SimulatedAi, SimulatedModelSearch } from "./simulated-ai.ts";
export type {
	SimulatedGateway,
	SimulatedGatewayLog,
	SimulatedGatewayLogPatch,
	SimulatedGatewayOptions,
	SimulatedGatewayRequest,
} from "./simulated-gateway.ts";
export type {
	SimulatedConversion,
	SimulatedConversionOptions,
	SimulatedDocument,
	SimulatedMarkdown,
} from "./simulated-markdown.ts";
export type { SimulatedRunOptions } from "./simulated-run.ts";
export { createSimulator, type Simulator, type SimulatorOptions } from "./simulator.ts";
export { type SimulatorUrls, simulatorUrls } from "./urls.ts";
