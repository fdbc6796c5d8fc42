import { expect, test } from 'vitest';
import { type AggregatorMessage, aggregatorService, type ProverMessage } from './protocol.ts';

const channel = aggregatorService['Channel']!;
const bytes = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const fromAggregator = (hex: string) =>
  channel.responseDeserialize(bytes(hex)) as AggregatorMessage;
const fromProver = (hex: string) => channel.requestDeserialize(bytes(hex)) as ProverMessage;

test('the one method has the path that cdk-node serves', () => {
  expect(channel).toMatchObject({
    path: '/aggregator.v1.AggregatorService/Channel',
    requestStream: true,
    responseStream: true,
  });
});

// Bytes written by hand from the field numbers: tag = number * 8 + type, 0 for numbers, 2 for the rest.
test('what the aggregator says is read by its field numbers', () => {
  expect(fromAggregator('0a0131 1200')).toMatchObject({ id: '1', request: 'get_status_request' });
  expect(fromAggregator('2208 0a026161 12026262').gen_aggregated_proof_request).toEqual({
    ...{ recursive_proof_1: 'aa', recursive_proof_2: 'bb' },
  });
  expect(fromAggregator('2a08 0a026161 12026262').gen_final_proof_request).toEqual({
    ...{ recursive_proof: 'aa', aggregator_addr: 'bb' },
  });
  expect(fromAggregator('3203 0a0178').cancel_request).toEqual({ id: 'x' });
  expect(fromAggregator('3a05 0a0178 1007').get_proof_request).toEqual({ id: 'x', timeout: '7' });
});

test('a stateless batch is read by its field numbers', () => {
  const sized = (hex: string) => {
    const digits = hex.replaceAll(' ', '');
    return `${(digits.length / 2).toString(16).padStart(2, '0')}${digits}`;
  };
  const leaf = sized('0a0101 120102 1803 220104');
  const leaves = sized(`0802 12${leaf}`);
  const numbers = '1805 2001 280c 4009';
  const inputs = sized(`0a01aa 1201bb ${numbers} 3201cc 3a01dd 4a0173 5201ee 5a0161 62${leaves}`);
  const input = sized(`0a${inputs}`);
  const body = sized(`0a${input}`);
  const read = fromAggregator(`42${body}`).gen_stateless_batch_proof_request;
  expect(read?.input?.public_inputs).toMatchObject({
    witness: bytes('aa'),
    old_acc_input_hash: bytes('bb'),
    old_batch_num: '5',
    chain_id: '1',
    fork_id: '12',
    batch_l2_data: bytes('cc'),
    l1_info_root: bytes('dd'),
    timestamp_limit: '9',
    sequencer_addr: 's',
    forced_blockhash_l1: bytes('ee'),
    aggregator_addr: 'a',
    l1_info_tree_data: {
      2: {
        global_exit_root: bytes('01'),
        blockhash_l1: bytes('02'),
        min_timestamp: 3,
        smt_proof: [bytes('04')],
      },
    },
  });
});

test('what the prover says is read by its field numbers', () => {
  expect(fromProver('1204 0803 700c').get_status_response).toMatchObject({
    ...{ status: 'STATUS_IDLE', fork_id: '12' },
  });
  expect(fromProver('1206 4a0170 520171').get_status_response).toMatchObject({
    ...{ prover_name: 'p', prover_id: 'q' },
  });
  for (const tag of ['1a', '22', '2a']) {
    const message = fromProver(`${tag}05 0a0178 1002`);
    expect(message[message.response!]).toEqual({ id: 'x', result: 'RESULT_ERROR' });
  }
  expect(fromProver('3202 0801').cancel_response).toEqual({ result: 'RESULT_OK' });
  expect(fromProver('3a08 0a0178 1a0172 2001').get_proof_response).toMatchObject({
    ...{ id: 'x', recursive_proof: 'r', result: 'RESULT_COMPLETED_OK' },
  });
  expect(fromProver('3a07 2005 2a03 626164').get_proof_response).toMatchObject({
    ...{ result: 'RESULT_INTERNAL_ERROR', result_string: 'bad' },
  });
  const final = fromProver('3a14 1210 0a0170 120b 1201aa 1a01bb 2201cc 2805 2001');
  expect(final.get_proof_response?.final_proof).toMatchObject({
    proof: 'p',
    public: {
      new_state_root: bytes('aa'),
      new_acc_input_hash: bytes('bb'),
      new_local_exit_root: bytes('cc'),
      new_batch_num: '5',
    },
  });
});

test('an order that we do not know is a message without one', () => {
  expect(fromAggregator('0a0131 4a00').request).toBeUndefined();
});
