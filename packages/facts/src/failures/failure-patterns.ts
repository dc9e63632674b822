import type { FailureType } from '@faultline/model';

/** Where a pattern looks: the name of an error, a status code of HTTP or gRPC, or a message. */
export type FailurePatternSubject = 'name' | 'http' | 'grpc' | 'message';

/** One line of the table: what is looked at, for what, and what that says about the failure. */
export interface FailurePattern {
  readonly reads: FailurePatternSubject;
  readonly pattern: RegExp;
  readonly type: FailureType;
  /** Texts as they stand in traces. */
  readonly examples: readonly string[];
  /** Who defines these names. */
  readonly source: string;
}

/**
 * What names, codes and messages of errors say about the kind of failure, as data. Of the lines that read the same thing the
 * first that matches wins. Names are looked at without their package: `java.net.SocketTimeoutException` is
 * `SocketTimeoutException`.
 */
export const failurePatterns: readonly FailurePattern[] = [
  // Names of errors: exception classes, and codes written as words.
  {
    reads: 'name',
    pattern: /time_?d?_?out|deadline_?exceeded/i,
    type: 'timeout',
    examples: ['TimeoutError', 'SocketTimeoutException', 'ETIMEDOUT', 'DEADLINE_EXCEEDED', 'APITimeoutError'],
    source: 'Python, Java and Node.js class libraries; gRPC status codes; OpenAI SDK',
  },
  {
    reads: 'name',
    pattern: /cancel|^abort_?error$|^interrupted|^KeyboardInterrupt$/i,
    type: 'cancelled',
    examples: ['CancelledError', 'AbortError', 'InterruptedException', 'CANCELLED'],
    source: 'Python asyncio; DOM standard; Java; gRPC status codes',
  },
  {
    reads: 'name',
    pattern:
      /rate_?limit|quota|too_?many_?requests|resource_?exhausted|throttl|out_?of_?memory|^MemoryError$|oom_?killed|^EN(OSPC|OMEM|FILE)$|^EMFILE$|^EDQUOT$|RejectedExecution|context_?(length|window)_?exceeded|max_?(turns|iterations|steps)_?(exceeded|reached)|^GraphRecursionError$/i,
    type: 'resource_exhaustion',
    examples: [
      'RateLimitError',
      'OutOfMemoryError',
      'MemoryError',
      'ENOSPC',
      'context_length_exceeded',
      'OOMKilled',
      'MaxTurnsExceeded',
      'GraphRecursionError',
    ],
    source: 'OpenAI SDK; Java; Python; POSIX errno; Kubernetes container states; OpenAI Agents SDK; LangGraph',
  },
  {
    reads: 'name',
    pattern:
      /upstream|dependency|failed_?precondition|circuit_?breaker|broken_?circuit|call_?not_?permitted|parent_?failed/i,
    type: 'dependency_failure',
    examples: ['UpstreamFailed', 'FAILED_PRECONDITION', 'CircuitBreakerOpenException', 'CallNotPermittedException'],
    source: 'Airflow task states; gRPC status codes; resilience4j',
  },
  {
    reads: 'name',
    pattern:
      /JSON_?(decode|parse)|unicode_?(de|en)code|parse(r)?_?(error|exception)|output_?parser|malformed|data_?(loss|error|quality)|number_?format|no_?object_?generated|^EOFError$|corrupt/i,
    type: 'data_quality_issue',
    examples: ['JSONDecodeError', 'OutputParserException', 'NumberFormatException', 'DATA_LOSS', 'ParserError'],
    source: 'Python json; LangChain; Java; gRPC status codes; pandas',
  },
  {
    reads: 'name',
    pattern:
      /validation|invalid_?(argument|request|input|tool|params)|illegal_?argument|bad_?request|unprocessable|schema|^ZodError$|^ValueError$|constraint_?violation|out_?of_?range/i,
    type: 'validation_error',
    examples: ['ValidationError', 'ZodError', 'INVALID_ARGUMENT', 'IllegalArgumentException', 'BadRequestError'],
    source: 'pydantic; zod; gRPC status codes; Java; OpenAI SDK',
  },
  {
    reads: 'name',
    pattern:
      /^(Assertion|Key|Index|Type|Name|Attribute|Lookup|ZeroDivision|Arithmetic|NotImplemented|Runtime|Reference|Range|Recursion|UnboundLocal|Import|ModuleNotFound|Syntax|Indentation)Error$|null_?pointer|illegal_?state|class_?cast|index_?out_?of_?bounds|no_?such_?(element|method|field)|unsupported_?operation|stack_?overflow|arithmetic_?exception|concurrent_?modification|^unimplemented$/i,
    type: 'logic_error',
    examples: ['KeyError', 'TypeError', 'NullPointerException', 'RecursionError'],
    source: 'Python and JavaScript built-in exceptions; Java',
  },
  {
    reads: 'name',
    pattern:
      /connection|^connect|socket|^E(CONN\w+|NOTFOUND|AI_AGAIN|PIPE|HOSTUNREACH|NETUNREACH)$|unknown_?host|unavailable|api_?(status_?)?error|http_?(status_?|client_?|response_?)?error|internal_?server|bad_?gateway|overloaded|service_?(error|exception)|remote_?(disconnected|protocol)|ssl_?error|unauthenticated|unauthorized|authentication|permission_?denied|forbidden|^ABORTED$/i,
    type: 'external_service_error',
    examples: [
      'ConnectionError',
      'ECONNREFUSED',
      'UNAVAILABLE',
      'APIError',
      'InternalServerError',
      'UnknownHostException',
    ],
    source: 'Python; Node.js and POSIX errno; gRPC status codes; OpenAI and Anthropic SDKs; Java',
  },

  // Status codes of HTTP.
  {
    reads: 'http',
    pattern: /^(408|504|524)$/,
    type: 'timeout',
    examples: ['408', '504', '524'],
    source: 'RFC 9110, sections 15.5.9 and 15.6.5; Cloudflare 524',
  },
  {
    reads: 'http',
    pattern: /^499$/,
    type: 'cancelled',
    examples: ['499'],
    source: 'nginx: client closed request',
  },
  {
    reads: 'http',
    pattern: /^(413|429|507)$/,
    type: 'resource_exhaustion',
    examples: ['413', '429', '507'],
    source: 'RFC 9110, section 15.5.14; RFC 6585, section 4; RFC 4918, section 11.5',
  },
  {
    reads: 'http',
    pattern: /^424$/,
    type: 'dependency_failure',
    examples: ['424'],
    source: 'RFC 4918, section 11.4',
  },
  {
    reads: 'http',
    pattern: /^(400|406|409|411|412|415|416|422)$/,
    type: 'validation_error',
    examples: ['400', '422'],
    source: 'RFC 9110, section 15.5',
  },
  {
    reads: 'http',
    pattern: /^(401|403|404|407|410|5\d\d)$/,
    type: 'external_service_error',
    examples: ['401', '404', '500', '503', '529'],
    source: 'RFC 9110, sections 15.5 and 15.6; Anthropic API 529',
  },

  // Status codes of gRPC.
  {
    reads: 'grpc',
    pattern: /^4$/,
    type: 'timeout',
    examples: ['4'],
    source: 'gRPC status codes: DEADLINE_EXCEEDED',
  },
  { reads: 'grpc', pattern: /^1$/, type: 'cancelled', examples: ['1'], source: 'gRPC status codes: CANCELLED' },
  {
    reads: 'grpc',
    pattern: /^8$/,
    type: 'resource_exhaustion',
    examples: ['8'],
    source: 'gRPC status codes: RESOURCE_EXHAUSTED',
  },
  {
    reads: 'grpc',
    pattern: /^9$/,
    type: 'dependency_failure',
    examples: ['9'],
    source: 'gRPC status codes: FAILED_PRECONDITION',
  },
  {
    reads: 'grpc',
    pattern: /^(3|11)$/,
    type: 'validation_error',
    examples: ['3', '11'],
    source: 'gRPC status codes: INVALID_ARGUMENT, OUT_OF_RANGE',
  },
  {
    reads: 'grpc',
    pattern: /^15$/,
    type: 'data_quality_issue',
    examples: ['15'],
    source: 'gRPC status codes: DATA_LOSS',
  },
  { reads: 'grpc', pattern: /^12$/, type: 'logic_error', examples: ['12'], source: 'gRPC status codes: UNIMPLEMENTED' },
  {
    reads: 'grpc',
    pattern: /^(5|7|10|13|14|16)$/,
    type: 'external_service_error',
    examples: ['5', '7', '13', '14', '16'],
    source: 'gRPC status codes: NOT_FOUND, PERMISSION_DENIED, ABORTED, INTERNAL, UNAVAILABLE, UNAUTHENTICATED',
  },

  // Messages, where nothing better was recorded.
  {
    reads: 'message',
    // A word of its own: not a part of the name of a package or file, as in `async-timeout==4.0`.
    pattern:
      /(?<!\w|\w[-./@])time(d|s)?[ -]?out(?!\w|[-./@]\w|==)|\bdeadline exceeded\b|did not (answer|respond) (in time|within)/i,
    type: 'timeout',
    examples: ['Request timed out.', 'context deadline exceeded', 'The laboratory system did not answer in time.'],
    source: 'OpenAI SDK; Go context',
  },
  {
    reads: 'message',
    pattern: /\bcancell?ed\b|operation was aborted/i,
    type: 'cancelled',
    examples: ['context canceled', 'The operation was aborted.'],
    source: 'Go context; DOM standard',
  },
  {
    reads: 'message',
    pattern:
      /rate limit|quota|too many requests|out of memory|cannot allocate memory|no space left|disk full|exit(ed)? (with )?(code )?137\b|SIGKILL|maximum context length|prompt is too long|context window|resource.?exhausted|pool exhausted|recursion limit of \d+ reached|max(imum)? (number of )?(turns|iterations)/i,
    type: 'resource_exhaustion',
    examples: [
      'Rate limit reached for requests',
      'CUDA out of memory.',
      'write: no space left on device',
      'command exited with code 137',
      "This model's maximum context length is 8192 tokens.",
      'Recursion limit of 25 reached without hitting a stop condition.',
      'Max turns (10) exceeded',
      'Agent stopped due to max iterations.',
    ],
    source: 'OpenAI API; PyTorch; POSIX strerror; Docker exit codes; LangGraph; OpenAI Agents SDK; LangChain',
  },
  {
    reads: 'message',
    pattern: /upstream (step |task |job )?(failed|error)|dependenc(y|ies) .*fail|circuit( ?breaker)? .*open/i,
    type: 'dependency_failure',
    examples: ['upstream task failed', 'A dependency has failed.', "CircuitBreaker 'lab' is OPEN"],
    source: 'Airflow; resilience4j',
  },
  {
    reads: 'message',
    pattern:
      /unexpected (token|end of (json|input))|not valid json|invalid json|expecting value|could not parse|failed to parse|malformed|corrupt|could not convert|invalid (literal|format)/i,
    type: 'data_quality_issue',
    examples: ['Unexpected end of JSON input', 'Expecting value: line 1 column 1', 'could not convert string to float'],
    source: 'V8; Python json; Python float()',
  },
  {
    reads: 'message',
    pattern:
      /validation (error|failed)|invalid (argument|parameter|input|request|value|tool)|missing (\d+ )?required|required (field|property|argument|parameter)|does not match (the )?schema|is not a valid/i,
    type: 'validation_error',
    examples: [
      '1 validation error for Patient',
      "missing 1 required positional argument: 'query'",
      'Invalid parameter',
    ],
    source: 'pydantic; Python; JSON Schema validators',
  },
  {
    reads: 'message',
    pattern:
      /connection (refused|reset|error|aborted|closed)|fetch failed|socket hang up|service unavailable|bad gateway|internal server error|overloaded|name resolution|resolve host|getaddrinfo|\b(answered|status( code)?:?|HTTP(\/\d(\.\d)?)?) 5\d\d\b|unauthorized|invalid api key|permission denied/i,
    type: 'external_service_error',
    examples: [
      'connect: connection refused',
      'fetch failed',
      'curl: (6) Could not resolve host: example.org',
      'The model endpoint answered 503.',
      'Overloaded',
    ],
    source: 'POSIX strerror; Node.js undici; curl; RFC 9110; Anthropic API',
  },
  {
    reads: 'message',
    pattern:
      /assertion|undefined is not|cannot read propert|is not a function|not defined|has no attribute|division by zero|index out of (range|bounds)|null ?pointer|recursion (limit|depth)/i,
    type: 'logic_error',
    examples: [
      "Cannot read properties of undefined (reading 'name')",
      "'NoneType' object has no attribute 'get'",
      'maximum recursion depth exceeded',
    ],
    source: 'V8; Python',
  },
];
