/** Names whose successor does the same, under the same or another name. */
export const renamed: Readonly<Record<string, string>> = {
	AiBinding: "WorkersAiBinding",
	AiGatewayConfig: "WorkersAiGateway",
	AiMessage: "ChatMessage",
	createToolRegistry: "createToolRegistry",
	defaultIsRetryable: "isRetryable",
	estimateTokens: "estimateTokens",
	MessageRole: "MessageRole",
	RunOptions: "RunOptions",
	standardSchemaToJsonSchema: "standardSchemaToJsonSchema",
	StreamOptions: "StreamOptions",
	StructuredOptions: "StructuredOptions",
	StructuredOutputError: "StructuredOutputError",
	StructuredResult: "StructuredResult",
	TextEmbeddingInput: "EmbedInput",
	TextGenerationInput: "AiInput",
	ToolCall: "GatewayToolCall",
	ToolDefinition: "GatewayToolDefinition",
	ToolHandler: "ToolHandler",
	ToolMessage: "ChatMessage",
	ToolRegistry: "ToolRegistry",
	ToolResult: "ToolResult",
	ToolUseOptions: "ToolLoopOptions",
	ToolUseResult: "ToolLoopResult",
	WorkkitAiClient: "CompleteGateway",
};

/** Type arguments that a successor needs where the old name had none. */
export const typeArguments: Readonly<Record<string, string>> = { CompleteGateway: '<"workers-ai">' };

/** Types that are written out; `T` stands for the type argument. */
export const writtenOut: Readonly<Record<string, string>> = {
	AiModel: "string",
	AiResult: "{ data: T; model: string }",
	BackoffStrategy: '"fixed" | "linear" | "exponential"',
	ClassificationLabel: "{ label: string; score: number }",
	FallbackEntry: "{ model: string; timeout?: number }",
	FallbackResult: "{ data: T; model: string; attempted: string[]; attempts: number }",
	ImageClassificationModel: "string",
	RetryResult: "{ data: T; model: string; retries: number }",
	SpeechToTextModel: "string",
	SummarizationModel: "string",
	SummarizationOutput: "{ summary: string }",
	TextEmbeddingModel: "string",
	TextEmbeddingOutput: "{ shape: number[]; data: number[][] }",
	TextGenerationModel: "string",
	TextGenerationOutput: "{ response: string }",
	TextToImageModel: "string",
	TextToImageOutput: "ReadableStream<Uint8Array>",
	TranslationModel: "string",
	TranslationOutput: "{ translated_text: string }",
};

/** Types of the fields that models answer with, for casts of what the gateway leaves `unknown`. */
export const answerFields: Readonly<Record<string, string>> = {
	response: "string",
	shape: "number[]",
	data: "number[][]",
	text: "string",
	translated_text: "string",
	summary: "string",
	description: "string",
};

/** The old package and its successor. */
export const oldPackage = "@workkit/ai";
/** See `oldPackage`. */
export const newPackage = "@workkit/ai-gateway";

/** Where a person reads what there is to decide. */
export const guide = "https://github.com/workkit/workkit/blob/main/docs/migrating-from-workkit-ai.md";
