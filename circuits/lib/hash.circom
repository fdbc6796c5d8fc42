// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.1.6;

include "circomlib/circuits/poseidon.circom";

// Poseidon over any number of elements. Up to 16 elements it is one Poseidon call; beyond, the first
// 16 are hashed and every further 15 are hashed together with the digest so far.
// Injective only among inputs of one length: callers put a domain tag and the length in the first
// block. TypeScript twin: lib/hashMany.ts.
template PoseidonFold(n) {
    signal input in[n];
    signal output out;

    var head = n < 16 ? n : 16;
    var folds = n <= 16 ? 0 : (n - 2) \ 15;

    signal state[folds + 1];
    component first = Poseidon(head);
    for (var i = 0; i < head; i++) {
        first.inputs[i] <== in[i];
    }
    state[0] <== first.out;

    component next[folds];
    var done = head;
    for (var f = 0; f < folds; f++) {
        var take = n - done < 15 ? n - done : 15;
        next[f] = Poseidon(take + 1);
        next[f].inputs[0] <== state[f];
        for (var i = 0; i < take; i++) {
            next[f].inputs[i + 1] <== in[done + i];
        }
        state[f + 1] <== next[f].out;
        done += take;
    }
    out <== state[folds];
}
