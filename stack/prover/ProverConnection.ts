import type { ServerDuplexStream } from '@grpc/grpc-js';
import { status as grpcStatus } from '@grpc/grpc-js';
import type { BaseError } from '#core';
import { ProverAnswerError, ProverGoneError, ProverSilentError } from './errors.ts';
import {
  type AggregatorMessage,
  ANSWER_TO,
  type AnswerTo,
  type OrderName,
  type Orders,
  type ProverMessage,
} from './protocol.ts';

interface Pending {
  id: string;
  order: OrderName;
  timer: NodeJS.Timeout;
  resolve: (answer: never) => void;
  reject: (error: BaseError) => void;
}

/**
 * The aggregator's end of one prover's stream: asks, takes the one answer, asks again. Whatever breaks that
 * order ends the connection, since answers could no longer be told apart.
 */
export class ProverConnection {
  readonly address: string;
  readonly connectedAt = Math.floor(Date.now() / 1000);
  /** As the prover calls itself; the address until it has. */
  name: string;
  id = '';
  version = '';
  /** What it is leased for; null while nobody has it. */
  busy: string | null = null;
  readonly #stream: ServerDuplexStream<ProverMessage, AggregatorMessage>;
  readonly #timeoutMs: number;
  #line: Promise<unknown> = Promise.resolve();
  #pending: Pending | undefined;
  #ended = false;
  #nextId = 0;
  readonly #onEnd: () => void;

  /** @param o.timeoutMs longest time for one answer, milliseconds */
  constructor(o: {
    stream: ServerDuplexStream<ProverMessage, AggregatorMessage>;
    timeoutMs: number;
    onEnd: (connection: ProverConnection) => void;
  }) {
    this.#onEnd = () => o.onEnd(this);
    this.#stream = o.stream;
    this.#timeoutMs = o.timeoutMs;
    this.address = o.stream.getPeer();
    this.name = this.address;
    o.stream.on('data', (message: ProverMessage) => this.#take(message));
    const left = () => this.close();
    for (const event of ['end', 'cancelled', 'error', 'close']) o.stream.on(event, left);
  }

  /** True once nothing more can be asked. */
  get ended(): boolean {
    return this.#ended;
  }

  /**
   * Asks one thing, after what was asked before.
   * @throws ProverGoneError, ProverSilentError, ProverAnswerError, and then the connection has ended
   */
  call<K extends OrderName>(order: K, body: Orders[K]): Promise<AnswerTo<K>> {
    const turn = this.#line.then(() => this.#ask(order, body));
    this.#line = turn.catch(() => undefined);
    return turn;
  }

  /** Ends the connection. The prover is told the reason; what it was asked fails. */
  close(error?: BaseError): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#onEnd();
    const pending = this.#settle();
    pending?.reject(error ?? new ProverGoneError({ prover: this.name, what: pending.order }));
    if (!error) return void this.#stream.end();
    const { code, shortMessage } = error;
    const told = { code: grpcStatus.FAILED_PRECONDITION, details: `${code}: ${shortMessage}` };
    this.#stream.emit('error', Object.assign(new Error(shortMessage), told));
  }

  #ask<K extends OrderName>(order: K, body: Orders[K]): Promise<AnswerTo<K>> {
    return new Promise<AnswerTo<K>>((resolve, reject) => {
      const prover = this.name;
      if (this.#ended) return reject(new ProverGoneError({ prover, what: order }));
      this.#nextId += 1;
      const id = String(this.#nextId);
      const timeoutMs = this.#timeoutMs;
      const late = () => this.close(new ProverSilentError({ prover, what: order, timeoutMs }));
      const timer = setTimeout(late, timeoutMs);
      this.#pending = { id, order, timer, resolve, reject };
      this.#stream.write({ id, [order]: body } as AggregatorMessage);
    });
  }

  #take(message: ProverMessage): void {
    if (this.#ended) return;
    const { name: prover } = this;
    const pending = this.#settle();
    if (!pending) {
      const facts = { what: 'nothing', reason: `it sent ${message.response} unasked` };
      this.close(new ProverAnswerError({ prover, ...facts }));
      return;
    }
    const reason = wrongness(pending, message);
    if (reason === undefined) {
      pending.resolve(message[ANSWER_TO[pending.order]] as never);
      return;
    }
    const error = new ProverAnswerError({ prover, what: pending.order, reason });
    pending.reject(error);
    this.close(error);
  }

  #settle(): Pending | undefined {
    const pending = this.#pending;
    this.#pending = undefined;
    clearTimeout(pending?.timer);
    return pending;
  }
}

/** Some provers leave the id out; one that is there has to be the one that was sent. */
function wrongness(pending: Pending, message: ProverMessage): string | undefined {
  if (message.id !== '' && message.id !== pending.id) {
    return `its id is ${message.id}, not ${pending.id}`;
  }
  if (message.response === ANSWER_TO[pending.order]) return undefined;
  return `it is a ${message.response ?? 'message that we do not know'}`;
}
