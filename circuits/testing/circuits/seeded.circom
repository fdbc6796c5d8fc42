// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.1.6;

include "circomlib/circuits/bitify.circom";
include "circomlib/circuits/poseidon.circom";

// Wrong on purpose, five times: the mutation tester must find every fault.
template Seeded() {
    // 1. A remainder that is checked by an assert alone, which adds no constraint.
    signal input a;
    signal output quotient;
    signal remainder;
    quotient <-- a \ 128;
    remainder <-- a % 128;
    assert(remainder < 128);
    a === quotient * 128 + remainder;

    // 2. A sign from 254 bits: small numbers have a second decomposition, that of a plus the order.
    component bits = Num2Bits(254);
    bits.in <== a;
    signal output sign;
    sign <== bits.out[253];

    // 3. Two bytes packed before their range is checked: (5, 7) and (261, 6) have one commitment.
    signal input bytes[2];
    signal input commitment;
    signal output second;
    component hash = Poseidon(1);
    hash.inputs[0] <== bytes[0] + 256 * bytes[1];
    commitment === hash.out;
    second <== bytes[1] * bytes[1];

    // 4. An output without a constraint.
    signal output doubled;
    doubled <-- 2 * a;

    // 5. Two of three members, whose distinctness is not checked: one of them suffices.
    signal input members[3];
    signal input roots[3];
    signal input enabled[3];
    signal input set;
    component commit = Poseidon(3);
    commit.inputs <== members;
    set === commit.out;
    signal square[3];
    for (var i = 0; i < 3; i++) {
        enabled[i] * (enabled[i] - 1) === 0;
        square[i] <== roots[i] * roots[i];
        enabled[i] * (square[i] - members[i]) === 0;
    }
    enabled[0] + enabled[1] + enabled[2] === 2;
}

component main {public [a, commitment, set]} = Seeded();
