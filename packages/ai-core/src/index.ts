export { fromBase64, toBase64 } from "./base64.ts";
export type { BatchInput, BatchOutput, BatchRequest, BatchResult } from "./batch.ts";
export { type Binary, type MediaFile, mediaTypeOf, readBinary, toBlob } from "./binary.ts";
export type { Call, OperationName, Operations, Watch } from "./call.ts";
export { type Chain, type FallbackEntry, walkedElsewhere } from "./chain.ts";
export { type ChatDialect, encodeChat, mentionJson } from "./chat/chat-encode.ts";
export { type ChatReader, type ChatReaderOptions, createChatReader, decodeChat } from "./chat/chat-reader.ts";
export { chatTranslator } from "./chat/chat-translator.ts";
export { readChatUsage } from "./chat/chat-usage.ts";
export type { ChatChoice, ChatChunk, ChatDelta, ChatToolCall, ChatUsage } from "./chat/chat-wire.ts";
export type {
	ClassificationInput,
	ClassificationOutput,
	ImageToClassify,
	Label,
	TextToClassify,
} from "./classification.ts";
export type { Codec, TurnTranslator, WireRequest } from "./codec.ts";
export { type Compact, compact } from "./compact.ts";
export {
	type Conversation,
	isConversation,
	type Message,
	ownParts,
	readConversation,
	toMessage,
} from "./conversation.ts";
export { createGateway, type GatewayConfig } from "./create-gateway.ts";
export type { EmbedInput, EmbedOutput } from "./embed.ts";
export { embedOutput } from "./embeddings.ts";
export { cleanMetadata, encodeControls } from "./encode-controls.ts";
export { within } from "./engine.ts";
export {
	beginStream,
	eventStream,
	observeStream,
	type StreamEnd,
	type StreamObserver,
	turnStream,
} from "./event-stream.ts";
export { type FinishReason, finishReasonOf } from "./finish-reason.ts";
export type {
	CompleteGateway,
	Embed,
	FullGateway,
	Gateway,
	Run,
	RunFallback,
	Stream,
	Task,
	TaskName,
	Tasks,
	TasksOf,
} from "./gateway.ts";
export type { GatewayControls } from "./gateway-controls.ts";
export { readGatewayFacts } from "./gateway-facts.ts";
export { checkHeaderValue, mergeHeaders } from "./header-safety.ts";
export {
	type HttpProvider,
	type HttpProviderOptions,
	httpProvider,
	secretsOf,
	type Wire,
	wireKey,
} from "./http-provider.ts";
export type { ImageInput, ImageOutput } from "./image.ts";
export type { AiInput, MessagesInput, PromptInput, RawInput, Settings } from "./input.ts";
export { mapSchema, type SchemaNode } from "./map-schema.ts";
export type { MarkdownDocument, MarkdownFile, MarkdownInput, MarkdownOutput } from "./markdown.ts";
export { type Media, readMedia, toUrl } from "./media.ts";
export { readMediaFile, readSound } from "./media-file.ts";
export type {
	ChatMessage,
	ContentPart,
	FilePart,
	ImagePart,
	ImageUrlPart,
	MessageRole,
	ReasoningPart,
	TextPart,
	WireToolCall,
} from "./message.ts";
export type { Middleware, Next } from "./middleware.ts";
export type { ModelRef } from "./model-ref.ts";
export type { Models, ModelsOf } from "./models.ts";
export type { AiOutput, RunOutput } from "./output.ts";
export type { Provider, ProviderMap } from "./provider.ts";
export type { RankedDocument, RankingInput, RankingOutput } from "./ranking.ts";
export { parseFrame, parseLeniently, reading, readJson, writing } from "./read-body.ts";
export type { Attempt, GatewayFacts, Receipt } from "./receipt.ts";
export type { ResponseFormat, RunOptions, StreamOptions } from "./run-options.ts";
export { checkResponse, type Fetch, send } from "./send.ts";
export type { Sound, SpeechInput, SpeechOutput } from "./speech.ts";
export type {
	AnyStreamEvent,
	DoneEvent,
	GatewayStreamEvent,
	OptionalEventName,
	OptionalStreamEvent,
	Seam,
	StreamEvent,
	TextEvent,
	ToolUseEvent,
} from "./stream-event.ts";
export type { SummaryInput, SummaryOutput } from "./summary.ts";
export type { TaskOutput } from "./task-output.ts";
export type { GatewayToolCall, GatewayToolDefinition, GatewayToolOptions, JsonSchema, ToolChoice } from "./tool.ts";
export { completeToolCall, type PendingToolCall } from "./tool-arguments.ts";
export type { TimedText, TranscriptionInput, TranscriptionOutput } from "./transcription.ts";
export type { TranslationInput, TranslationOutput } from "./translation.ts";
export {
	addText,
	addToolInput,
	closeToolCalls,
	createTurn,
	doneOf,
	type Emit,
	openToolCall,
	outputOf,
	type Turn,
	type TurnPart,
	toolUse,
} from "./turn.ts";
export type { TokenUsage } from "./usage.ts";
export { use, type Wrapped } from "./use.ts";
export { type FaultSite, inStreamError, vendorError } from "./vendor-error.ts";
export { readFault, type VendorFault } from "./vendor-fault.ts";
export type { Route, Via } from "./via.ts";
export type { WorkersAiCallOptions } from "./workers-ai-call.ts";
