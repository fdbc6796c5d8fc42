// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.1.6;

include "circomlib/circuits/bitify.circom";
include "../../lib/job.circom";

// One cell of one step: out = floor((4 * centre + 3 * (sum of the four neighbours)) / 16).
//
// All five are in [-2^15, 2^15), so the weighted sum is in [-2^19, 2^19), the weights adding up to 16,
// and so is out in [-2^15, 2^15) again: the bound holds for any number of steps. Adding 2^19 makes the
// sum non-negative; its 20 bits are unique, and dropping the lowest 4 rounds towards minus infinity.
// high and low are the bytes of out in two's complement: bit 19 is set for out >= 0.
template HeatCell() {
    signal input centre;
    signal input neighbours;
    signal output out;
    signal output high;
    signal output low;

    component bits = Num2Bits(20);
    bits.in <== 4 * centre + 3 * neighbours + (1 << 19);
    var lowByte = 0;
    var highByte = 0;
    for (var i = 0; i < 8; i++) {
        lowByte += bits.out[4 + i] * (1 << i);
    }
    for (var i = 0; i < 7; i++) {
        highByte += bits.out[12 + i] * (1 << i);
    }
    low <== lowByte;
    high <== highByte + 128 * (1 - bits.out[19]);
    out <== 256 * highByte + lowByte + (1 << 15) * (bits.out[19] - 1);
}

// `steps` explicit steps of heat conduction on a w x h torus of int16 cells, row by row, each cell two
// bytes big-endian in two's complement. Statement as in mlp-int8, with heat2d for mlp-int8.
//
// Public signals: outputCommitment, evaluation (outputs), inputCommitment, ctx (public inputs).
template Heat2d(w, h, steps) {
    assert(w >= 2 && h >= 2 && steps >= 1);
    signal input bytes[2 * w * h];
    signal input pkx;
    signal input pky;
    signal input salt;
    signal input randomness;
    signal input inputCommitment;
    signal input ctx;
    signal output outputCommitment;
    signal output evaluation;

    component packed = PackBytes(2 * w * h);
    packed.bytes <== bytes;

    signal cells[steps + 1][w * h];
    for (var i = 0; i < w * h; i++) {
        cells[0][i] <== 256 * bytes[2 * i] + bytes[2 * i + 1] - (1 << 16) * packed.top[2 * i];
    }
    component step[steps][w * h];
    for (var s = 0; s < steps; s++) {
        for (var y = 0; y < h; y++) {
            for (var x = 0; x < w; x++) {
                step[s][y * w + x] = HeatCell();
                step[s][y * w + x].centre <== cells[s][y * w + x];
                step[s][y * w + x].neighbours <== cells[s][y * w + (x + 1) % w]
                    + cells[s][y * w + (x + w - 1) % w]
                    + cells[s][((y + 1) % h) * w + x]
                    + cells[s][((y + h - 1) % h) * w + x];
                cells[s + 1][y * w + x] <== step[s][y * w + x].out;
            }
        }
    }

    component result = PackCheckedBytes(2 * w * h);
    for (var i = 0; i < w * h; i++) {
        result.bytes[2 * i] <== step[steps - 1][i].high;
        result.bytes[2 * i + 1] <== step[steps - 1][i].low;
    }

    component job = JobEnvelope(2 * w * h, 2 * w * h);
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
