import { fileURLToPath } from 'node:url';
import { type ChannelOptions, loadPackageDefinition, type ServiceDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

// The names below are those of the wire form, `aggregator.proto`: numbers of 64 bits are decimal text.

export interface LeafData {
  global_exit_root: Buffer;
  blockhash_l1: Buffer;
  /** Seconds. */
  min_timestamp: number;
  smt_proof: Buffer[];
}

/** Everything that a batch is made of; both orders for a batch proof have at least this. */
export interface BatchPublicInputs {
  old_acc_input_hash: Buffer;
  old_batch_num: string;
  chain_id: string;
  fork_id: string;
  batch_l2_data: Buffer;
  l1_info_root: Buffer;
  timestamp_limit: string;
  sequencer_addr: string;
  forced_blockhash_l1: Buffer;
  aggregator_addr: string;
  l1_info_tree_data: Record<number, LeafData>;
}

export interface StatelessPublicInputs extends BatchPublicInputs {
  witness: Buffer;
}

/** What the aggregator asks, by name. */
export interface Orders {
  get_status_request: Record<never, never>;
  gen_batch_proof_request: { input?: { public_inputs?: BatchPublicInputs | null } | null };
  gen_stateless_batch_proof_request: {
    input?: { public_inputs?: StatelessPublicInputs | null } | null;
  };
  gen_aggregated_proof_request: { recursive_proof_1: string; recursive_proof_2: string };
  gen_final_proof_request: { recursive_proof: string; aggregator_addr: string };
  cancel_request: { id: string };
  get_proof_request: { id: string; timeout: string };
}
export type OrderName = keyof Orders;

export interface StatusAnswer {
  status:
    | 'STATUS_UNSPECIFIED'
    | 'STATUS_BOOTING'
    | 'STATUS_COMPUTING'
    | 'STATUS_IDLE'
    | 'STATUS_HALT';
  last_computed_request_id: string;
  last_computed_end_time: string;
  current_computing_request_id: string;
  current_computing_start_time: string;
  version_proto: string;
  version_server: string;
  pending_request_queue_ids: string[];
  prover_name: string;
  prover_id: string;
  number_of_cores: string;
  total_memory: string;
  free_memory: string;
  fork_id: string;
}

export type OrderResult =
  | 'RESULT_UNSPECIFIED'
  | 'RESULT_OK'
  | 'RESULT_ERROR'
  | 'RESULT_INTERNAL_ERROR';

export interface OrderAnswer {
  id: string;
  result: OrderResult;
}

export interface FinalProofMessage {
  /** `0x` and 24 words. */
  proof: string;
  public?: {
    public_inputs?: Partial<BatchPublicInputs> & { old_state_root?: Buffer };
    new_state_root: Buffer;
    new_acc_input_hash: Buffer;
    new_local_exit_root: Buffer;
    new_batch_num: string;
  } | null;
}

export interface ProofAnswer {
  id: string;
  final_proof?: FinalProofMessage;
  recursive_proof?: string;
  result:
    | 'RESULT_UNSPECIFIED'
    | 'RESULT_COMPLETED_OK'
    | 'RESULT_ERROR'
    | 'RESULT_COMPLETED_ERROR'
    | 'RESULT_PENDING'
    | 'RESULT_INTERNAL_ERROR'
    | 'RESULT_CANCEL';
  result_string: string;
}

/** What the prover answers, by name. */
export interface Answers {
  get_status_response: StatusAnswer;
  gen_batch_proof_response: OrderAnswer;
  gen_aggregated_proof_response: OrderAnswer;
  gen_final_proof_response: OrderAnswer;
  cancel_response: { result: OrderResult };
  get_proof_response: ProofAnswer;
}

/** The answer that belongs to each order. */
export const ANSWER_TO = {
  get_status_request: 'get_status_response',
  gen_batch_proof_request: 'gen_batch_proof_response',
  gen_stateless_batch_proof_request: 'gen_batch_proof_response',
  gen_aggregated_proof_request: 'gen_aggregated_proof_response',
  gen_final_proof_request: 'gen_final_proof_response',
  cancel_request: 'cancel_response',
  get_proof_request: 'get_proof_response',
} as const satisfies Record<OrderName, keyof Answers>;
export type AnswerTo<K extends OrderName> = Answers[(typeof ANSWER_TO)[K]];

/** From the aggregator. `request` names the field that is set; absent where it is one that we do not know. */
export type AggregatorMessage = { id: string; request?: OrderName } & Partial<Orders>;
/** From the prover. */
export type ProverMessage = { id: string; response?: keyof Answers } & Partial<Answers>;

const loaded = loadPackageDefinition(
  loadSync(fileURLToPath(new URL('./aggregator.proto', import.meta.url)), {
    keepCase: true,
    longs: String,
    enums: String,
    defaults: true,
    oneofs: true,
  }),
) as unknown as { aggregator: { v1: { AggregatorService: { service: ServiceDefinition } } } };

/** The one service of the protocol, with its one method `Channel`. */
export const aggregatorService = loaded.aggregator.v1.AggregatorService.service;

/** Witnesses are larger than gRPC's 4 MiB; a peer that is gone without a word is noticed in half a minute. */
export const channelOptions: ChannelOptions = {
  'grpc.max_receive_message_length': -1,
  'grpc.max_send_message_length': -1,
  'grpc.keepalive_time_ms': 20_000,
  'grpc.keepalive_timeout_ms': 10_000,
  'grpc.initial_reconnect_backoff_ms': 250,
  'grpc.max_reconnect_backoff_ms': 2_000,
};
