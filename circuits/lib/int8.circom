// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.1.6;

include "circomlib/circuits/bitify.circom";
include "circomlib/circuits/comparators.circom";

// One dense layer with constant weights: acc[j] = bias[j] + sum_i weight[j][i] * in[i].
// Products with constants cost no constraint. The caller bounds `in`; the generator of the constants
// proves the bound of `acc` (see Requantise).
template Dense(inputs, outputs, weight, bias) {
    signal input in[inputs];
    signal output acc[outputs];

    for (var j = 0; j < outputs; j++) {
        var sum = bias[j];
        for (var i = 0; i < inputs; i++) {
            sum += weight[j][i] * in[i];
        }
        acc[j] <== sum;
    }
}

// out = clamp(floor((acc + 2^(shift-1)) / 2^shift), -128, 127); nonNegative = 1 iff out >= 0.
//
// Needs -2^accBits <= acc + 2^(shift-1) < 2^accBits. Adding 2^accBits makes the number non-negative,
// and its accBits + 1 bits are unique because 2^(accBits+1) is far below the field's order. The top
// bit is then the sign, the bits from `shift` up are floor(...) + 2^(accBits-shift), and dropping the
// low `shift` bits rounds towards minus infinity, for negative numbers too.
template Requantise(accBits, shift) {
    assert(shift >= 1 && accBits - shift >= 7 && accBits < 64);
    signal input acc;
    signal output out;
    signal output nonNegative;

    component bits = Num2Bits(accBits + 1);
    bits.in <== acc + (1 << (shift - 1)) + (1 << accBits);
    nonNegative <== bits.out[accBits];

    var low = 0;
    for (var i = 0; i < 7; i++) {
        low += bits.out[shift + i] * (1 << i);
    }
    var high = 0;
    for (var i = shift + 7; i < accBits; i++) {
        high += bits.out[i];
    }
    // In range iff the bits between bit 7 and the sign are all 0 (non-negative) or all 1 (negative).
    component inRange = IsZero();
    inRange.in <== high - (accBits - shift - 7) * (1 - nonNegative);

    // In range: low - 128 * (1 - nonNegative). Else 127 or -128 = 255 * nonNegative - 128.
    out <== 255 * nonNegative - 128 + inRange.out * (low - 127 * nonNegative);
}
