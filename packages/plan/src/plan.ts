import type { Distribution } from '@loadrun/random'
import type { Expression, JsonValue, Text } from './expressions/expression.ts'

/** What one run does, with nothing left to decide: defaults filled in, durations in milliseconds, names resolved. */
export interface Plan {
  readonly name: string
  readonly variant: Variant
  /** Seeds every random choice, so that two runs of one plan send the same requests at the same planned moments. */
  readonly seed: number
  /** Worker threads that make the load. */
  readonly workers: number
  /** What falls due in the load's first time is sent like all else, and is no part of the result; left out: all counts. */
  readonly warmUpMs?: number | undefined
  /** How exactly arrivals are sent when they are due. */
  readonly pacing: Pacing
  /** Tiers to start, in the order to start them: a tier comes after the one it sends requests to. */
  readonly topology: readonly TierPlan[]
  /** `undefined`: the tiers and the load generator share this host and meet over loopback. */
  readonly isolation: IsolationPlan | undefined
  /** `none`: requests name whole URLs, as those of scripts do. */
  readonly target: Target | { readonly kind: 'none' }
  /** Where a script is the test, instead of a scenario file. */
  readonly script?: ScriptPlan
  readonly scenarios: readonly Scenario[]
  /** What is done once, before the load and after it, beside its figures. */
  readonly before?: BeforePlan
  readonly after?: AroundLoadPlan
  /** `undefined`: sockets are not observed. */
  readonly sockets: Readonly<{ everyMs: number }> | undefined
  /** Hosts of the user's own whose sockets are observed as well. */
  readonly observe: readonly ObservedHostPlan[]
  readonly thresholds: readonly Threshold[]
  /**
   * The scenario file after `--set` and the variant's changes, as plain JSON: what comparisons show as configuration.
   * What is secret is masked.
   */
  readonly configuration: Readonly<Record<string, unknown>>
}

/**
 * `balanced` wakes for each arrival, `precise` keeps a core busy with waiting shortly before each, `economic` sends by
 * timers of whole milliseconds, in groups where more than one falls into one.
 */
export type Pacing = 'precise' | 'balanced' | 'economic'

/** A script that is a test of its own: what it exports beside the functions that users call. */
export interface ScriptPlan {
  readonly path: string
  /** Whether it has these functions, each called once: before the load, after it, and when it has been judged. */
  readonly hasSetup: boolean
  readonly hasTeardown: boolean
  readonly hasSummary: boolean
  /** Of its options, what has no effect. */
  readonly notes: readonly string[]
  readonly setupTimeoutMs: number
  readonly teardownTimeoutMs: number
  /** What `handleSummary()` is told of trends, such as `avg` and `p(99)`; left out: k6's own, and `p(99)`. */
  readonly trendStats?: readonly string[]
}

/** Steps that are gone through once. Their requests are sent as those of the first scenario are. */
export interface AroundLoadPlan {
  /** Worked out at its start. */
  readonly variables: readonly Variable[]
  readonly steps: readonly Step[]
  /** The longest that all of it may take. */
  readonly timeoutMs: number
}

export interface BeforePlan extends AroundLoadPlan {
  /** The variables that its steps set, which are handed to every user. */
  readonly hands: readonly string[]
}

/** One of the runs that a scenario file asks for. A file without `variants` has a single one, named `run`. */
export interface Variant {
  readonly name: string
  /** Paths into the document and the values they were set to, with what is secret masked. */
  readonly changes: Readonly<Record<string, unknown>>
  /** What the author says will come out; a run that turns out otherwise is the news. */
  readonly expect: 'pass' | 'fail'
}

/** Where requests go: a tier of the topology, or a system of the user's own. */
export type Target = { readonly kind: 'tier'; readonly tier: string } | { readonly kind: 'url'; readonly url: string }

/** The name, in legs, hosts and reports, of the end that the load comes from. */
export const loadGenerator = 'client'

/** `netns`: a network namespace (Linux, root) for each tier and one for the load generator, as if each were a host. */
export interface IsolationPlan {
  readonly kind: 'netns'
  readonly hosts: readonly HostPlan[]
}

/** What is set on a host of its own; `undefined`: as the kernel has it. */
export interface HostPlan {
  /** A tier's name, or that of the load generator. */
  readonly name: string
  /** Local ports for its outgoing connections (Linux's `ip_local_port_range`), both ends included. */
  readonly localPorts: Readonly<{ low: number; high: number }> | undefined
  /** Whether a new connection may take over a port in TIME_WAIT (Linux's `tcp_tw_reuse`: 0, 1, 2). */
  readonly timeWaitReuse: 'never' | 'everywhere' | 'loopback' | undefined
}

/** A host that loadrun did not start, and how to ask it about its sockets. */
export interface ObservedHostPlan {
  readonly name: string
  readonly source:
    | { readonly kind: 'node_exporter'; readonly url: string }
    /** Prints what `ss -tan`, `netstat -an` or `/proc/net/tcp` have; run anew for each look, without a shell. */
    | { readonly kind: 'command'; readonly argv: readonly string[] }
    /** `loadrun sockets --serve` on that host. */
    | { readonly kind: 'loadrun'; readonly url: string }
  /** Only sockets with one of these ports at either end; `undefined`: all TCP sockets of the host. */
  readonly ports: readonly number[] | undefined
  readonly everyMs: number
  /** A look that takes longer is given up, and counts as missing. */
  readonly timeoutMs: number
}

export type TierPlan = LimitedServerPlan | MiddlewarePlan | ToxicsPlan | CommandPlan

/** The bundled server that behaves at its limit as fasthttp does, or as another server that it takes after. */
export interface LimitedServerPlan {
  readonly kind: 'limited-server'
  readonly name: string
  /** The server it takes after. */
  readonly profile: ServerProfile
  /** What holds a slot: a connection from accept to close, or a request from its last byte in to the answer. */
  readonly limit: 'connections' | 'requests'
  /** Slots; `undefined`: no limit. */
  readonly concurrency: number | undefined
  /** So many more wait for a slot, first-in-first-out; `undefined`: any number. Whoever finds no room is refused. */
  readonly queue: number | undefined
  /** Refuses what has waited this long; `undefined`: never. */
  readonly queueTimeoutMs: number | undefined
  /** What the refused get. */
  readonly refusal: RefusalPlan
  /** With `limit: requests`: connections open at once; `undefined`: no limit. */
  readonly maxConnections: number | undefined
  /** Connections over `maxConnections` that wait, unread, as in the kernel's accept queue; the others are reset. */
  readonly acceptCount: number
  /** How long a handler takes. */
  readonly latency: LatencyPlan
  /** A bottleneck behind the handlers: at most `parallel` at a time, the others wait first-in-first-out, holding their slots. */
  readonly work: Readonly<{ parallel: number; service: Distribution }> | undefined
  /** `continue`: a handler runs to its end although the client has gone (fasthttp). `abort`: it gives up. */
  readonly onDisconnect: 'continue' | 'abort'
  /** Closes a keep-alive connection idle this long; `undefined`: never. */
  readonly idleTimeoutMs: number | undefined
  /** Longest time to receive a request; `undefined`: no limit. */
  readonly readTimeoutMs: number | undefined
  /** Longest time to write a response, from its first byte; what is not written by then ends the connection. `undefined`: no limit. */
  readonly writeTimeoutMs: number | undefined
  /** Answers for a handler that takes longer; the handler goes on. `undefined`: none. */
  readonly handlerTimeout: HandlerTimeoutPlan | undefined
  /** Takes requests of any other method for wrong ones. */
  readonly getOnly: boolean
  /** Connections from one IPv4 address at once; the next gets a 429. `undefined`: no limit. */
  readonly maxConnectionsPerIp: number | undefined
  /** Closes a connection after so many requests; `undefined`: never. */
  readonly maxRequestsPerConnection: number | undefined
  /** Closes after each response. */
  readonly disableKeepalive: boolean
  /** `undefined`: no limit. */
  readonly maxRequestBodyBytes: number | undefined
  /** The longest request head, its empty line included. */
  readonly readBufferBytes: number
  /** Accepts nothing for so long after each connection refused at the limit. */
  readonly sleepWhenLimitedMs: number
  /** The first address it listens on. */
  readonly host: string
  /** How many addresses it listens on, from `host` upwards. Several spread TIME_WAIT over destinations, as a service with several addresses does. */
  readonly addresses: number
  /** `undefined`: a free one is chosen. */
  readonly port: number | undefined
  readonly seed: number
}

/** fasthttp's `TimeoutWithCodeHandler`: what a request gets whose handler takes longer than `afterMs`. */
export interface HandlerTimeoutPlan {
  readonly afterMs: number
  readonly status: number
  readonly text: string
}

/** Servers that a limited-server can take after. */
export const serverProfileNames = ['fasthttp', 'go-net-http', 'nginx-limit-conn', 'tomcat', 'node-http'] as const

export type ServerProfile = (typeof serverProfileNames)[number]

/** What those get that a limit refuses. `close` and `reset` end the connection without a word, by a FIN or a RST. */
export type RefusalPlan =
  | {
      readonly kind: 'response'
      readonly status: number
      /** `undefined`: the usual one of the status. */
      readonly reason: string | undefined
      readonly contentType: string
      readonly headers: Readonly<Record<string, string>>
      readonly text: string
    }
  | { readonly kind: 'close' }
  | { readonly kind: 'reset' }

/** A distribution that may change over time. The first phase starts when the load starts; after the last, the last stays. */
export interface LatencyPlan {
  readonly phases: readonly Readonly<{ fromMs: number; distribution: Distribution }>[]
}

/** The bundled tier that turns each request into several upstream. */
export interface MiddlewarePlan {
  readonly kind: 'middleware'
  readonly name: string
  /** The name of the tier, or the URL, that requests are sent to. */
  readonly upstream: Target
  /** Requests sent upstream for each one received. */
  readonly fanout: number
  /** `parallel`: all at once. `sequence`: one after another, stopping at the first that fails. */
  readonly order: 'parallel' | 'sequence'
  /**
   * Drops the upstream connection when a request has taken this long, waiting for a connection included; each attempt
   * has it anew. `undefined`: waits for ever.
   */
  readonly timeoutMs: number | undefined
  /** Longest time until a new connection stands, TLS included; `undefined`: as long as the kernel tries. */
  readonly connectTimeoutMs: number | undefined
  /** Longest time from a request's going out on a connection to the head of its answer; `undefined`: no limit. */
  readonly headersTimeoutMs: number | undefined
  /** Longest time for all attempts of a request together, pauses between them included; `undefined`: no limit. */
  readonly totalTimeoutMs: number | undefined
  /** `undefined`: a failed request is not sent again. */
  readonly retries: RetryPlan | undefined
  /** Sends a second request when the first has not been answered after this long; the first good answer counts. */
  readonly hedge: Readonly<{ afterMs: number }> | undefined
  /** `undefined`: requests are sent however many have failed. */
  readonly circuitBreaker: CircuitBreakerPlan | undefined
  /** Which upstream requests are dropped because nobody wants their answers any more. */
  readonly cancel: Readonly<{
    /** The others of a fan-out, when one of them has failed for good. */
    siblings: boolean
    /** All of a fan-out, when the client that they are for goes away. */
    onClientDisconnect: boolean
  }>
  /**
   * Who ends a connection, and so where TIME_WAIT lies. `keep-alive`: nobody, while the pool lives. `close`: the server
   * (`Connection: close`). `client-closes`: the middleware, after asking for keep-alive.
   */
  readonly connections: 'keep-alive' | 'close' | 'client-closes'
  /** Open upstream connections at most; further requests wait. `undefined`: no limit. */
  readonly maxSockets: number | undefined
  /** The address it listens on. */
  readonly host: string
  readonly port: number | undefined
  readonly seed: number
}

/** When a failed upstream request is sent again. */
export interface RetryPlan {
  /** Attempts after the first, at most. */
  readonly count: number
  /** How long to wait before an attempt. */
  readonly backoff: BackoffPlan
  /** Retries at most, as a share of the first attempts, both over the last ten seconds; `undefined`: no budget. */
  readonly budget: number | undefined
  /** Which failures are tried again. */
  readonly on: readonly RetryCause[]
}

/**
 * `timeout`: our timer ended it after it was sent. `connect`: no connection came about. `reset`: the connection ended
 * before the whole answer. `status`: 429, or 500 and above.
 */
export type RetryCause = 'timeout' | 'connect' | 'reset' | 'status'

export type BackoffPlan =
  | { readonly kind: 'fixed'; readonly ms: number }
  /** Doubles with each attempt from `firstMs` to `maxMs`. With jitter it is drawn, evenly from zero to that. */
  | { readonly kind: 'exponential'; readonly firstMs: number; readonly maxMs: number; readonly jitter: boolean }

/** When upstream requests are refused without being sent, and for how long, until one is let through as a probe. */
export interface CircuitBreakerPlan {
  readonly opens: CircuitOpening
  readonly openForMs: number
}

export type CircuitOpening =
  /** After this many failures in a row. */
  | { readonly kind: 'consecutive'; readonly failures: number }
  /** When more than a share of the requests in a time failed, if there were enough of them. */
  | { readonly kind: 'share'; readonly share: number; readonly overMs: number; readonly minRatePerSecond: number }

/** The bundled TCP proxy that makes a network bad, with toxiproxy's vocabulary. Without toxics it passes everything on. */
export interface ToxicsPlan {
  readonly kind: 'toxics'
  readonly name: string
  /** The tier, or the `http://host:port`, that each connection is passed on to. */
  readonly upstream: Target
  /** In the order that data meets them, whichever way it flows. */
  readonly toxics: readonly ToxicPlan[]
  /** Loopback addresses it listens on, as a limited-server does. */
  readonly addresses: number
  /** The first address it listens on. */
  readonly host: string
  readonly port: number | undefined
  readonly seed: number
}

/** A toxic for the data of one direction of a share of the connections, or `down`, for the proxy as a whole. */
export type ToxicPlan = StreamToxicPlan | DownPlan

export type StreamToxicPlan = ToxicPhase &
  ToxicEffect & {
    /** `upstream`: what the client sends. `downstream`: what comes back to it. */
    readonly stream: 'upstream' | 'downstream'
    /** Share of the connections that have it, from 0 to 1; drawn for each connection when it is accepted. */
    readonly toxicity: number
  }

/** Nobody listens, so that connecting is refused; connections that are open when it begins are closed. */
export type DownPlan = ToxicPhase & { readonly type: 'down' }

/** When a toxic acts, from the load's start. */
export interface ToxicPhase {
  readonly fromMs: number
  /** `undefined`: to the end. */
  readonly toMs: number | undefined
}

export type ToxicEffect =
  /** Everything arrives so much later, each piece by a delay drawn evenly from `latencyMs` ± `jitterMs`, in order. */
  | { readonly type: 'latency'; readonly latencyMs: number; readonly jitterMs: number }
  | { readonly type: 'bandwidth'; readonly bytesPerSecond: number }
  /** Cuts data into slices of `averageBytes` ± `variationBytes`, each leaving `delayMs` after the one before. */
  | {
      readonly type: 'slicer'
      readonly averageBytes: number
      readonly variationBytes: number
      readonly delayMs: number
    }
  /** An end of the stream arrives so much later; data does not. */
  | { readonly type: 'slow_close'; readonly delayMs: number }
  /** Holds everything back until the toxic ends: a network that is cut and mended. */
  | { readonly type: 'stall' }
  /** Data goes nowhere; the connection is closed after `timeoutMs`, and when the toxic ends after it took any data. */
  | { readonly type: 'timeout'; readonly timeoutMs: number | undefined }
  /** Takes the first data that comes, and `timeoutMs` later resets the connection at both ends. */
  | { readonly type: 'reset_peer'; readonly timeoutMs: number }
  /** Closes the connection when so many bytes have passed. */
  | { readonly type: 'limit_data'; readonly bytes: number }

/** What `{{ … }}` can stand for in a command's texts: see {@link CommandPlan.command}. */
export const commandHoles = ['host', 'port', 'folder', 'upstream'] as const

/** A program of the user's own that listens on a port. It knows nothing of loadrun, which starts, watches and stops it. */
export interface CommandPlan {
  readonly kind: 'command'
  readonly name: string
  /**
   * The program and its arguments. In these and the other texts `{{ host }}` and `{{ port }}` stand for where it is to
   * listen, `{{ upstream }}` for the upstream's `host:port` (its first address), `{{ folder }}` for a new folder that is
   * removed when it has ended.
   */
  readonly command: readonly string[]
  /** Files to be written into that folder first, by name. */
  readonly files: Readonly<Record<string, string>>
  /** Environment variables beside loadrun's own. */
  readonly environment: Readonly<Record<string, string>>
  /** The tier, or the `http://host:port`, that it sends requests to; `undefined`: it sends nothing on. */
  readonly upstream: Target | undefined
  /** The address it listens on. */
  readonly host: string
  /** `undefined`: a free one is chosen. */
  readonly port: number | undefined
}

/** Where a tier sends what it receives; `undefined` for a tier that sends nothing on. */
export function upstreamOf(tier: TierPlan): Target | undefined {
  return 'upstream' in tier ? tier.upstream : undefined
}

/** One kind of visitor: what it does, and how many come when. */
export interface Scenario {
  readonly name: string
  /** Milliseconds after the run's start. */
  readonly startMs: number
  readonly load: Load
  /** How long running iterations may still take when the load ends, before they are interrupted. */
  readonly gracefulStopMs: number
  /** The user's patience with one request, from its sending to the last byte. */
  readonly requestTimeoutMs: number
  /** Longest body of an answer that is read, before it is decompressed and after; the request fails by a longer one. */
  readonly maxAnswerBytes: number
  /** Those that its expressions name. */
  readonly data: readonly DataSource[]
  /** The file's, then the scenario's own. Their expressions are worked out at the start of each iteration. */
  readonly variables: readonly Variable[]
  /** Who speaks HTTP: loadrun's own client on plain sockets, or undici. */
  readonly client: 'wire' | 'undici'
  readonly connections: ConnectionPlan
  readonly connecting: ConnectingPlan
  /** How long a user keeps the cookies that answers set: not at all, for one iteration, or for all of his. */
  readonly cookies: CookiePlan
  readonly steps: readonly Step[]
  /** What thresholds tell apart among its requests beside names and tags; left out: nothing. */
  readonly apart?: ApartPlan
}

export interface ApartPlan {
  /** Statuses, as `200` or `5xx`, whose requests have distributions of their own as well. */
  readonly statuses: readonly string[]
  /** Whether requests of scripts have their method as a tag. */
  readonly methods: boolean
}

export type CookiePlan = 'none' | 'per-iteration' | 'per-vu'

/**
 * Which connections requests go over. `shared`: kept alive, and taken by whichever user comes next, as browsers behind a
 * gateway do. `per-vu`: kept alive, one for each user, as in k6. `new`: one for each request, ended by the client after
 * asking for keep-alive, or by the server (`Connection: close`); whoever ends it keeps TIME_WAIT.
 * `maxSockets` are connections at most, over all worker threads; further requests wait.
 */
export type ConnectionPlan =
  | { readonly kind: 'shared'; readonly maxSockets: number | undefined }
  | { readonly kind: 'per-vu' }
  | { readonly kind: 'new'; readonly closedBy: 'client' | 'server'; readonly maxSockets: number | undefined }

/** How connections are made. */
export interface ConnectingPlan {
  /** 2 is spoken from the first byte with `http://` targets, and agreed on by ALPN with `https://`. */
  readonly httpVersion: 1 | 2
  /** An `http://` proxy, with user and password if it wants them; `undefined`: none. */
  readonly proxy: string | undefined
  /** Longest time until a connection stands, its name looked up and TLS agreed on; `undefined`: the request's own limit. */
  readonly connectTimeoutMs: number | undefined
  /** Every connection goes to this socket of the file system, whatever the URL. */
  readonly unixSocket: string | undefined
  /** Addresses of this host that connections come from, in turn; the kernel chooses where there are none. */
  readonly localAddresses: readonly string[]
  /** How names become addresses. */
  readonly names: Readonly<{
    /** How long an answer is used; `undefined`: for the whole run. */
    ttlMs: number | undefined
    /** Which of several addresses a connection goes to. */
    select: 'first' | 'random' | 'roundRobin'
    policy: 'preferIPv4' | 'preferIPv6' | 'onlyIPv4' | 'onlyIPv6' | 'any'
    /** Name servers to ask, as `127.0.0.1:53`; where there are none, the host's resolver is asked. */
    servers: readonly string[]
  }>
  readonly tls: Readonly<{
    /** Files (PEM): who is trusted to certify servers, and the client's own certificate with its key. */
    ca: string | undefined
    cert: string | undefined
    key: string | undefined
    /** Takes any certificate, for whichever name. */
    insecure: boolean
    /** The name that is asked for and must be certified; `undefined`: that of the URL. */
    servername: string | undefined
    /** Whether a connection may go on with the keys of an earlier one. */
    reusesSessions: boolean
    /** `undefined`: as Node has it. */
    minVersion: TlsVersion | undefined
    maxVersion: TlsVersion | undefined
  }>
}

export type TlsVersion = 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3'

/**
 * How many come when. Open loads (`…-arrival-rate`, `…-arrival-times`) plan arrivals and never wait for the server;
 * closed loads (`…-vus`, `…-iterations`) plan users, who do. Names and meaning are k6's; `staircase-arrival-rate` and
 * `recorded-arrival-times` are none of k6.
 */
export type Load =
  | {
      readonly executor: 'constant-arrival-rate'
      readonly ratePerSecond: number
      readonly durationMs: number
      readonly arrivals: Arrivals
      readonly maxVUs: number
    }
  | {
      readonly executor: 'ramping-arrival-rate'
      readonly startRatePerSecond: number
      readonly stages: readonly RateStage[]
      readonly arrivals: Arrivals
      readonly maxVUs: number
    }
  | {
      /** Levels of a constant rate, one after another: to find the rate at which the target breaks. */
      readonly executor: 'staircase-arrival-rate'
      readonly startRatePerSecond: number
      /** From each level to the next. */
      readonly increasePerSecond: number
      readonly levels: number
      readonly levelDurationMs: number
      readonly arrivals: Arrivals
      readonly maxVUs: number
    }
  | RecordedLoad
  /** `iterations` in all, taken up by whichever user is free. */
  | {
      readonly executor: 'shared-iterations'
      readonly vus: number
      readonly iterations: number
      readonly maxDurationMs: number
    }
  /** Each user makes `iterations`. */
  | {
      readonly executor: 'per-vu-iterations'
      readonly vus: number
      readonly iterations: number
      /** What is not begun by then is dropped and counted. */
      readonly maxDurationMs: number
    }
  | { readonly executor: 'constant-vus'; readonly vus: number; readonly durationMs: number }
  | {
      readonly executor: 'ramping-vus'
      readonly startVUs: number
      readonly stages: readonly UserStage[]
      /** How long a user taken away by the ramp may still take for the iteration it is in. */
      readonly gracefulRampDownMs: number
    }

/** Starts an iteration at each time that a file has, faster or slower: the traffic of another day once more. */
export interface RecordedLoad {
  readonly executor: 'recorded-arrival-times'
  readonly recording: RecordingPlan
  /** The recording's moment that is the load's start, in its own milliseconds: since 1970, or since its start. */
  readonly originMs: number
  /** Recorded seconds that pass in one of the load. */
  readonly speed: number
  /** `recorded`: at those very times. Else those within a second are spread over it, evenly or as visitors come. */
  readonly arrivals: 'recorded' | Arrivals
  readonly durationMs: number
  readonly maxVUs: number
  /** What the file was found to ask for when the plan was made. */
  readonly planned: PlannedArrivals
}

/** A file of recorded times, and how they are read. */
export interface RecordingPlan {
  /** From where loadrun runs, or from the root. */
  readonly path: string
  readonly format: 'times' | 'csv' | 'ndjson' | 'access-log'
  /** The column of CSV, or the field of NDJSON, that holds the time. */
  readonly timeField: string
  /** Of CSV. */
  readonly delimiter: string
  /** What times that are numbers count; `undefined`: the first one tells. */
  readonly timeFormat: TimeFormat | undefined
  readonly onBadLine: 'refuse' | 'skip'
}

/** `epoch-…`: since 1970. The others count from the recording's start. */
export const timeFormats = ['epoch-seconds', 'epoch-milliseconds', 'seconds', 'milliseconds'] as const

export type TimeFormat = (typeof timeFormats)[number]

export interface PlannedArrivals {
  readonly count: number
  /** The most that are due in one second of the load. */
  readonly mostPerSecond: number
  /** How many are due in each stretch of `everyMs` of the load, from its start to its end. */
  readonly everyMs: number
  readonly counts: readonly number[]
  /** When what is replayed was recorded: ISO 8601, UTC; `undefined` where its times are not those of a clock. */
  readonly recordedAt: string | undefined
  /** Lines that were not read, because `onBadLine` is `skip`. */
  readonly skippedLines: number
}

/** `uniform`: evenly spaced. `poisson`: as independent visitors come. */
export type Arrivals = 'uniform' | 'poisson'

/** Moves the rate in a straight line from where it was to the target. */
export interface RateStage {
  readonly targetPerSecond: number
  readonly durationMs: number
}

/** Moves the number of users in a straight line from where it was to the target. */
export interface UserStage {
  readonly targetVUs: number
  readonly durationMs: number
}

/** One thing that a user does. Groups are in the names of their requests, as `checkout / POST /orders`. */
export type Step =
  | RequestStep
  /** Does nothing for a while. */
  | { readonly kind: 'think'; readonly time: Distribution }
  | {
      readonly kind: 'if'
      readonly condition: Expression
      readonly steps: readonly Step[]
      readonly otherwise: readonly Step[]
    }
  /** `as`: the variable that holds the round's number, from 1. */
  | {
      readonly kind: 'repeat'
      readonly count: Expression
      readonly as: string | undefined
      readonly steps: readonly Step[]
    }
  /** Once for each item of a list; for none where it is no list. */
  | { readonly kind: 'forEach'; readonly list: Expression; readonly as: string; readonly steps: readonly Step[] }
  | {
      readonly kind: 'while'
      readonly condition: Expression
      readonly atMost: number
      readonly steps: readonly Step[]
    }
  /** One of several, in proportion to their weights. */
  | { readonly kind: 'choose'; readonly choices: readonly Readonly<{ weight: number; steps: readonly Step[] }>[] }
  | RunStep
  /** All at once; goes on when the last has ended. */
  | { readonly kind: 'parallel'; readonly steps: readonly Step[] }

/** Calls a function of a script, and waits until it and all that it began has ended. */
export interface RunStep {
  readonly kind: 'run'
  /** As the file says it, such as `./checkout.ts#addToBasket`. */
  readonly name: string
  /** From where loadrun runs, or from the root. */
  readonly path: string
  /** What the file exports it as. */
  readonly function: string
  /** Goes before the names of its requests, as `checkout / `. */
  readonly group: string
  /** Of the scenario and its groups: they hold for all that it does. */
  readonly tags: Tags
  /** The variable that holds what it returns. */
  readonly as: string | undefined
  /** `user`: it is given its user, with variables. `data`: what `setup()` of its script returned. */
  readonly given: 'user' | 'data'
  /** Of `__ENV`, beside what the environment has. */
  readonly environment: Readonly<Record<string, string>>
  /** Whether answers are kept where a request does not say. */
  readonly keepsAnswers: boolean
  /** How many are followed at most where a request does not say. */
  readonly redirects: number
  /** Of a script that is a test of its own; left out: requests and iterations are as the scenario file has them. */
  readonly manner?: ScriptManner
}

/** What a script's `options` say of all its iterations and requests. */
export interface ScriptManner {
  /** The header of requests that say no other; `undefined`: none. */
  readonly userAgent: string | undefined
  /** The function's call is made to last so long, by waiting at its end. */
  readonly minIterationMs: number | undefined
  /** Whether a request that got no answer throws, where it does not say. */
  readonly throws: boolean
}

/** Sends a request and waits for its answer. */
export interface RequestStep {
  readonly kind: 'request'
  /** Names the request in metrics: the `name` given, else method and path as they are written. */
  readonly name: string
  readonly method: Text
  /** Path and query for the target, or a whole URL. */
  readonly url: Text
  readonly headers: Readonly<Record<string, Text>>
  readonly body: Body | undefined
  /** What the body is compressed with, one after the other; none: it goes as it is. */
  readonly compress: readonly ContentCoding[]
  /** Redirects that are followed at most, each measured as a request of its own. */
  readonly redirects: number
  /** The user's patience with this request, and with each that it is led to; `undefined`: the scenario's. */
  readonly timeoutMs: number | undefined
  /** Of the scenario, its groups and its own; `group` is that of the innermost group. Thresholds can name them. */
  readonly tags: Tags
  /** Statuses that count as success. Empty: everything below 400, as in k6. */
  readonly expectStatus: readonly number[]
  /** What else the answer must be like; a request whose answer is not has failed. */
  readonly expect: readonly Expectation[]
  /** What later steps want to know of the answer. Where it is not to be found, the request has failed. */
  readonly capture: readonly Capture[]
}

/** What bodies can be compressed with, as `content-encoding` calls it. */
export const contentCodings = ['gzip', 'deflate', 'br', 'zstd'] as const

export type ContentCoding = (typeof contentCodings)[number]

/** Names to values that a request has in thresholds. */
export type Tags = Readonly<Record<string, string>>

/** What a request carries. */
export type Body = Text | FileBody | MultipartBody

/** The bytes of a file, read once by each worker thread before the load. */
export interface FileBody {
  readonly kind: 'file'
  /** From where loadrun runs, or from the root. */
  readonly path: string
}

/** A form as browsers send it with files (RFC 7578). */
export interface MultipartBody {
  readonly kind: 'multipart'
  readonly boundary: string
  readonly parts: readonly BodyPart[]
}

export interface BodyPart {
  readonly name: string
  readonly content: Text | FileBody
  /** `undefined`: it is no file. */
  readonly fileName: string | undefined
  /** Its `content-type`; `undefined`: none is said. */
  readonly type: string | undefined
}

/** Something an answer must be. `name` says it in words, and counts it among `checks`. */
export type Expectation = { readonly name: string } & (
  | { readonly kind: 'header'; readonly header: string; readonly value: Text }
  /** A regular expression. */
  | { readonly kind: 'header-matches'; readonly header: string; readonly pattern: string }
  | { readonly kind: 'header-there'; readonly header: string; readonly isThere: boolean }
  /** Whether the JSONPath leads to anything, be it `null`. */
  | { readonly kind: 'json-there'; readonly path: string; readonly isThere: boolean }
  | { readonly kind: 'contains'; readonly part: Text }
  /** A regular expression. */
  | { readonly kind: 'matches'; readonly pattern: string }
  /** The first value that the JSONPath leads to. */
  | { readonly kind: 'json'; readonly path: string; readonly value: Expression }
  /** From handing the request over to the last byte. */
  | { readonly kind: 'within'; readonly limitMs: number }
  /** Of the body, in bytes. */
  | { readonly kind: 'size'; readonly min: number; readonly max: number | undefined }
)

/** Keeps a part of an answer as a variable. */
export interface Capture {
  readonly variable: string
  readonly source:
    | { readonly kind: 'json'; readonly path: string }
    | { readonly kind: 'header'; readonly header: string }
    | { readonly kind: 'cookie'; readonly cookie: string }
    | { readonly kind: 'body' }
    /** Of the elements that a CSS selector finds: an attribute, or the text within. */
    | { readonly kind: 'css'; readonly selector: string; readonly attribute: string | undefined }
  /** Takes the first group of this regular expression out of what was found; without a group, the whole match. */
  readonly pattern: string | undefined
  /** A list of everything that is found, instead of the first. */
  readonly all: boolean
  /** What the variable is where nothing is found; `undefined`: that is a failure. */
  readonly otherwise: JsonValue | undefined
}

/**
 * A file of which each iteration has a row: of CSV a mapping from the names of its columns to text, of JSON an item of
 * its list, of NDJSON a line.
 */
export interface DataSource {
  /** The variable that holds the row. */
  readonly variable: string
  /** From where loadrun runs, or from the root. */
  readonly path: string
  readonly delimiter: string
  /** Of CSV; `undefined`: the first line names them. */
  readonly columns: readonly string[] | undefined
  /** The first line is no row, though it names no columns. */
  readonly skipsFirstLine: boolean
  /**
   * `sequential`: iteration *n* of all has row *n*, and the file starts over after its last. `random`: any row. `unique`: each row
   * once: iterations for which none is left are dropped. `per-vu`: one for each user, in all of his iterations.
   */
  readonly order: 'sequential' | 'random' | 'unique' | 'per-vu'
}

/** A variable and what it is in each iteration; may use those before it. */
export interface Variable {
  readonly name: string
  readonly value: Expression
}

/** A promise the run must keep, such as `http_req_failed: rate < 1%`. */
export interface Threshold {
  /** Metric and expression as the user wrote them; reports quote this. */
  readonly source: string
  readonly metric: MetricName | 'own'
  /** With `own`: the metric of a script that is meant. */
  readonly own?: OwnMetric
  /** What of the metric is meant; all of it where this is empty. */
  readonly selector: Selector
  /**
   * What it is narrowed down to by tags: these rows of requests, `scenario/step`, and those that scripts tagged so;
   * `undefined`: by none.
   */
  readonly rows: readonly string[] | undefined
  readonly statistic: Statistic
  readonly operator: '<' | '<=' | '>' | '>='
  /** Milliseconds for times, a share from 0 to 1 for rates, a plain number for counts. */
  readonly limit: number
  /** The promise holds for every stretch of this length; `undefined`: for the run as a whole. */
  readonly windowMs: number | undefined
  /** Ends the run once it is broken, but not before `afterMs` of load. `undefined`: the run goes on. */
  readonly abort: Readonly<{ afterMs: number }> | undefined
  /** Where in the scenario file it stands, counted from 1; `undefined` where it came from elsewhere. */
  readonly line: number | undefined
}

/** A metric that a script makes. `trend` and `value` are numbers of no unit: a distribution, or the last of a gauge. */
export interface OwnMetric {
  readonly name: string
  readonly kind: Extract<MetricKind, 'time' | 'rate' | 'counter' | 'trend' | 'value'>
}

/** By what a metric can be narrowed down, such as to one step. */
export type Selector = Readonly<Partial<Record<SelectorKey, string>>> & {
  readonly tags?: Tags
  /** Of answers: a status, as `200`, or a class of them, as `5xx`. */
  readonly status?: string
  /** `true`: requests that went as expected; `false`: those that failed. */
  readonly expectedResponse?: boolean
}
export type SelectorKey = 'scenario' | 'step' | 'leg' | 'tier' | 'state' | 'name' | 'count'

/** Metrics that thresholds can name, with what kind of values they have and what they can be narrowed down by. */
export const metrics = {
  http_req_duration: { kind: 'time', by: ['scenario', 'step'] },
  http_req_blocked: { kind: 'time', by: ['scenario', 'step'] },
  http_req_looking_up: { kind: 'time', by: ['scenario', 'step'] },
  http_req_connecting: { kind: 'time', by: ['scenario', 'step'] },
  http_req_tls_handshaking: { kind: 'time', by: ['scenario', 'step'] },
  http_req_sending: { kind: 'time', by: ['scenario', 'step'] },
  http_req_waiting: { kind: 'time', by: ['scenario', 'step'] },
  http_req_receiving: { kind: 'time', by: ['scenario', 'step'] },
  response_time: { kind: 'time', by: ['scenario', 'step'] },
  service_time: { kind: 'time', by: ['scenario', 'step'] },
  iteration_duration: { kind: 'time', by: ['scenario'] },
  http_req_failed: { kind: 'rate', by: ['scenario', 'step'] },
  checks: { kind: 'rate', by: ['scenario', 'step'] },
  http_reqs: { kind: 'counter', by: ['scenario', 'step'] },
  /** Bytes on the wire, heads and TLS included. */
  data_sent: { kind: 'counter', by: ['scenario', 'step'] },
  data_received: { kind: 'counter', by: ['scenario', 'step'] },
  iterations: { kind: 'counter', by: ['scenario'] },
  dropped_iterations: { kind: 'counter', by: ['scenario'] },
  /** What scripts threw. */
  script_errors: { kind: 'counter', by: ['scenario'] },
  /** From due to sent: how late the load generator was. */
  lateness: { kind: 'time', by: [] },
  /** Sockets in one state on a tier's ends, of all legs or one. */
  sockets: { kind: 'gauge', by: ['tier', 'leg', 'state'], needs: ['state'] },
  /** One of the counts that a bundled tier keeps. */
  tier: { kind: 'gauge', by: ['name', 'count'], needs: ['name', 'count'] },
} as const satisfies Readonly<
  Record<string, { kind: MetricKind; by: readonly SelectorKey[]; needs?: readonly SelectorKey[] }>
>

/**
 * What a metric's values are: durations, successes among attempts, a count of events, or how many there are at a moment.
 * Of scripts alone: numbers that are no durations, and a value that is now one and now another.
 */
export type MetricKind = 'time' | 'rate' | 'counter' | 'gauge' | 'trend' | 'value'

export type MetricName = keyof typeof metrics

/** `percentile` is from 0 to 100. `rate` of a counter is per second; of a rate metric it is a share. */
export type Statistic =
  | { readonly kind: 'percentile'; readonly percentile: number }
  | { readonly kind: 'avg' | 'min' | 'max' | 'rate' | 'count' | 'value' }
