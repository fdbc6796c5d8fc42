// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.1.6;

include "circomlib/circuits/bitify.circom";
include "./hash.circom";

// Packs n numbers that are known to be bytes into limbs of 31, each limb the big-endian integer of
// its slice (the last slice may be shorter). The caller has proven every number below 256: without
// that, (0, 256) and (1, 0) would pack to one limb. TypeScript twin: lib/packBytes.ts.
template PackCheckedBytes(n) {
    signal input bytes[n];
    signal output limbs[(n + 30) \ 31];

    for (var l = 0; l < (n + 30) \ 31; l++) {
        var limb = 0;
        for (var i = 31 * l; i < n && i < 31 * (l + 1); i++) {
            limb = limb * 256 + bytes[i];
        }
        limbs[l] <== limb;
    }
}

// Packs n bytes as PackCheckedBytes, after the decomposition of each into eight bits.
// `top` is bit 7 of each byte, the sign of an int8.
template PackBytes(n) {
    signal input bytes[n];
    signal output limbs[(n + 30) \ 31];
    signal output top[n];

    component bits[n];
    for (var i = 0; i < n; i++) {
        bits[i] = Num2Bits(8);
        bits[i].in <== bytes[i];
        top[i] <== bits[i].out[7];
    }
    component pack = PackCheckedBytes(n);
    pack.bytes <== bytes;
    limbs <== pack.limbs;
}

// Poseidon(domain, n, limbs..., extra...): the domain tag and the length in bytes come first, so that
// commitments of different kinds or lengths cannot meet. `limbs` must come from n proven bytes.
template CommitLimbs(domain, n, extras) {
    signal input limbs[(n + 30) \ 31];
    signal input extra[extras];
    signal output out;

    var count = (n + 30) \ 31;
    component hash = PoseidonFold(2 + count + extras);
    hash.in[0] <== domain;
    hash.in[1] <== n;
    for (var l = 0; l < count; l++) {
        hash.in[2 + l] <== limbs[l];
    }
    for (var e = 0; e < extras; e++) {
        hash.in[2 + count + e] <== extra[e];
    }
    out <== hash.out;
}
