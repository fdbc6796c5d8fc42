// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.1.6;

include "./bytes.circom";
include "./seal.circom";

// What all job circuits share: the commitment that binds input, user key and salt, and the
// encryption of the output to that key. inLimbs and outLimbs must come from proven bytes.
template JobEnvelope(inBytes, outBytes) {
    signal input inLimbs[(inBytes + 30) \ 31];
    signal input outLimbs[(outBytes + 30) \ 31];
    signal input pkx;
    signal input pky;
    signal input salt;
    signal input randomness;
    signal input inputCommitment;
    signal input ctx;
    signal output outputCommitment;
    signal output evaluation;

    component inHash = CommitLimbs(0x424947494e2f31, inBytes, 3);
    inHash.limbs <== inLimbs;
    inHash.extra <== [pkx, pky, salt];
    inputCommitment === inHash.out;

    component seal = SealLimbs(outBytes);
    seal.limbs <== outLimbs;
    seal.key <== [pkx, pky];
    seal.randomness <== randomness;
    seal.challenge <== ctx;
    outputCommitment <== seal.commitment;
    evaluation <== seal.evaluation;

    // ctx takes part in a constraint of its own too, so that every setup binds it.
    signal ctxSq;
    ctxSq <== ctx * ctx;
}
