// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.1.6;

include "circomlib/circuits/bitify.circom";
include "circomlib/circuits/escalarmulany.circom";
include "circomlib/circuits/escalarmulfix.circom";
include "./hash.circom";
include "./keys.circom";

// Encrypts n proven bytes, given as limbs, to the user's key, and commits to the ciphertext twice.
// TypeScript twin: delivery/sealOutput.ts.
//
//   R = randomness * Base8,  K = randomness * 8 * key      (BabyJubJub, randomness of 251 bits)
//   k = Poseidon("BIGSEAL/1", K.x, K.y)
//   c[i] = limb[i] + Poseidon(k, i + 1)
//   tag = PoseidonFold("BIGTAG/1", k, c...)
//   words = R.x, R.y, tag, c...                            (what the provider posts)
//   commitment = PoseidonFold("BIGOUT/2", n, words...)
//   evaluation = count * z^count + words[0] * z^(count - 1) + ... + words[count - 1],  z = challenge
//
// The key must be on the curve and of no low order (KeyTimesEight), or K would tell nothing or
// anyone could compute it. 8 * key is in the prime-order subgroup and not its identity, which is
// what circomlib's EscalarMulAny needs: its Montgomery additions then never meet equal points.
// The challenge is hashed on chain from commitment and posted words, so posted words that differ from
// these agree in `evaluation` for at most `count` of 2^248 challenges.
template SealLimbs(n) {
    var limbCount = (n + 30) \ 31;
    var count = 3 + limbCount;
    signal input limbs[limbCount];
    signal input key[2];
    signal input randomness;
    signal input challenge;
    signal output commitment;
    signal output evaluation;

    var base8[2] = [
        5299619240641551281634865583518297030282874472190772894086521144482721001553,
        16950150798460657717958625567821834550301663161624707787222815936182638968203
    ];
    component eight = KeyTimesEight();
    eight.key <== key;
    component scalar = Num2Bits(251);
    scalar.in <== randomness;
    component ephemeral = EscalarMulFix(251, base8);
    component shared = EscalarMulAny(251);
    ephemeral.e <== scalar.out;
    shared.e <== scalar.out;
    shared.p <== eight.out;

    component secret = PoseidonFold(3);
    secret.in <== [0x4249475345414c2f31, shared.out[0], shared.out[1]];

    signal words[count];
    component stream[limbCount];
    component tag = PoseidonFold(2 + limbCount);
    tag.in[0] <== 0x4249475441472f31;
    tag.in[1] <== secret.out;
    for (var i = 0; i < limbCount; i++) {
        stream[i] = PoseidonFold(2);
        stream[i].in <== [secret.out, i + 1];
        words[3 + i] <== limbs[i] + stream[i].out;
        tag.in[2 + i] <== words[3 + i];
    }
    words[0] <== ephemeral.out[0];
    words[1] <== ephemeral.out[1];
    words[2] <== tag.out;

    component commit = PoseidonFold(2 + count);
    commit.in[0] <== 0x4249474f55542f32;
    commit.in[1] <== n;
    signal horner[count + 1];
    horner[0] <== count;
    for (var i = 0; i < count; i++) {
        commit.in[2 + i] <== words[i];
        horner[i + 1] <== horner[i] * challenge + words[i];
    }
    commitment <== commit.out;
    evaluation <== horner[count];
}
