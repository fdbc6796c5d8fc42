// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.1.6;

include "../../lib/int8.circom";
include "../../lib/job.circom";
include "./weights.circom";

// A 16-8-4 network of int8 numbers with constant weights.
//
// Statement: I know 16 bytes, a user key (pkx, pky), a salt and randomness such that
//   inputCommitment  = Poseidon("BIGIN/1", 16, limb(input), pkx, pky, salt)
//   outputCommitment = PoseidonFold("BIGOUT/2", 4, R.x, R.y, tag, c)
// where (R, tag, c) is mlp-int8(input) encrypted to the user key (lib/seal.circom), evaluation is the
// value of these words at ctx, and output = mlp-int8(input) exactly (README.md beside this file).
//
// Public signals: outputCommitment, evaluation (outputs), inputCommitment, ctx (public inputs).
// Bytes are int8 in two's complement, range-checked before they are packed big-endian into a limb.
// The user's key is bound through inputCommitment; the salt hides an input that could be guessed.
template MlpInt8() {
    signal input bytes[16];
    signal input pkx;
    signal input pky;
    signal input salt;
    signal input randomness;
    signal input inputCommitment;
    signal input ctx;
    signal output outputCommitment;
    signal output evaluation;

    component packed = PackBytes(16);
    packed.bytes <== bytes;

    component dense1 = Dense(16, 8, mlpInt8Weights1(), mlpInt8Bias1());
    for (var i = 0; i < 16; i++) {
        dense1.in[i] <== bytes[i] - 256 * packed.top[i];
    }
    component quant1[8];
    component dense2 = Dense(8, 4, mlpInt8Weights2(), mlpInt8Bias2());
    for (var i = 0; i < 8; i++) {
        quant1[i] = Requantise(mlpInt8AccBits1(), mlpInt8Shift1());
        quant1[i].acc <== dense1.acc[i];
        // ReLU
        dense2.in[i] <== quant1[i].nonNegative * quant1[i].out;
    }
    component quant2[4];
    component result = PackBytes(4);
    for (var i = 0; i < 4; i++) {
        quant2[i] = Requantise(mlpInt8AccBits2(), mlpInt8Shift2());
        quant2[i].acc <== dense2.acc[i];
        result.bytes[i] <== quant2[i].out + 256 * (1 - quant2[i].nonNegative);
    }

    component job = JobEnvelope(16, 4);
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
