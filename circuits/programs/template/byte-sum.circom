// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.1.6;

include "circomlib/circuits/bitify.circom";
include "circuits/lib/bytes.circom";
include "circuits/lib/job.circom";

// The sum of n bytes, as two bytes, the higher one first.
//
// Bound: n bytes add up to at most 255 n, below 2^16 for n <= 257, so 16 bits hold the sum and are
// unique.
//
// Public signals, in this order: outputCommitment, evaluation (outputs), inputCommitment, ctx (public
// inputs). JobEnvelope commits to input and user key, encrypts the output and commits to that.
template Program(n) {
    assert(n >= 1 && n <= 257);
    signal input bytes[n];
    signal input pkx;
    signal input pky;
    signal input salt;
    signal input randomness;
    signal input inputCommitment;
    signal input ctx;
    signal output outputCommitment;
    signal output evaluation;

    // Proves that every input byte is one.
    component packed = PackBytes(n);
    packed.bytes <== bytes;

    var sum = 0;
    for (var i = 0; i < n; i++) {
        sum += bytes[i];
    }
    component bits = Num2Bits(16);
    bits.in <== sum;
    var low = 0;
    var high = 0;
    for (var i = 0; i < 8; i++) {
        low += bits.out[i] * (1 << i);
        high += bits.out[8 + i] * (1 << i);
    }

    // Made of proven bits, so these are bytes.
    component result = PackCheckedBytes(2);
    result.bytes[0] <== high;
    result.bytes[1] <== low;

    component job = JobEnvelope(n, 2);
    job.inLimbs <== packed.limbs;
    job.outLimbs <== result.limbs;
    job.pkx <== pkx;
    job.pky <== pky;
    job.salt <== salt;
    job.randomness <== randomness;
    job.inputCommitment <== inputCommitment;
    job.ctx <== ctx;
    outputCommitment <== job.outputCommitment;
    evaluation <== job.evaluation;
}
