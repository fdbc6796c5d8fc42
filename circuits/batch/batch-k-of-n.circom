// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.1.6;

include "circomlib/circuits/bitify.circom";
include "circomlib/circuits/comparators.circom";
include "circomlib/circuits/babyjub.circom";
include "circomlib/circuits/eddsaposeidon.circom";
include "../lib/hash.circom";
include "../lib/keys.circom";

// k of n validators signed one batch.
//
// Statement: setRoot = PoseidonFold("BIGSET/1", k, n, epoch, key_1.x, key_1.y, ..., key_n.y), and at
// least k >= 1 of these n keys signed Poseidon("BIGBATCH/1", domain, epoch, inputSnark) with EdDSA
// over BabyJubJub. It says nothing about how the batch was executed.
//
// Public signals: inputSnark, domain, setRoot (public inputs).
//
// All n keys, enabled or not, must be on the curve, of no low order, and pairwise distinct after
// multiplication by 8 (a key plus a low-order point answers to the same secret). So the root of a
// malformed set admits no proof at all. R8 of an enabled slot is on the curve too: the addition law
// used by the verifier is complete only there. An unused slot is filled with any curve point.
template BatchKOfN(n) {
    assert(n >= 1 && n <= 15);
    signal input inputSnark;
    signal input domain;
    signal input setRoot;
    signal input k;
    signal input epoch;
    signal input keys[n][2];
    signal input enabled[n];
    signal input R8[n][2];
    signal input S[n];

    component root = PoseidonFold(4 + 2 * n);
    root.in[0] <== 0x4249475345542f31;
    root.in[1] <== k;
    root.in[2] <== n;
    root.in[3] <== epoch;
    for (var i = 0; i < n; i++) {
        root.in[4 + 2 * i] <== keys[i][0];
        root.in[5 + 2 * i] <== keys[i][1];
    }
    setRoot === root.out;

    component key[n];
    component distinct[n * (n - 1) / 2];
    var pair = 0;
    for (var i = 0; i < n; i++) {
        key[i] = KeyTimesEight();
        key[i].key <== keys[i];
        for (var j = 0; j < i; j++) {
            distinct[pair] = DistinctPoints();
            distinct[pair].a <== key[i].out;
            distinct[pair].b <== key[j].out;
            pair++;
        }
    }

    // k and (sum - k) both fit in 4 bits and sum <= n <= 15, so there is no wrap-around: sum >= k.
    var sum = 0;
    for (var i = 0; i < n; i++) {
        enabled[i] * (enabled[i] - 1) === 0;
        sum += enabled[i];
    }
    component kBits = Num2Bits(4);
    kBits.in <== k;
    component spare = Num2Bits(4);
    spare.in <== sum - k;
    component kIsZero = IsZero();
    kIsZero.in <== k;
    kIsZero.out === 0;

    component message = PoseidonFold(4);
    message.in <== [0x42494742415443482f31, domain, epoch, inputSnark];

    component onCurve[n];
    component verify[n];
    for (var i = 0; i < n; i++) {
        onCurve[i] = BabyCheck();
        onCurve[i].x <== R8[i][0];
        onCurve[i].y <== R8[i][1];
        verify[i] = EdDSAPoseidonVerifier();
        verify[i].enabled <== enabled[i];
        verify[i].Ax <== keys[i][0];
        verify[i].Ay <== keys[i][1];
        verify[i].S <== S[i];
        verify[i].R8x <== R8[i][0];
        verify[i].R8y <== R8[i][1];
        verify[i].M <== message.out;
    }
}
