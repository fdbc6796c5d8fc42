// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.1.6;

include "./byte-sum.circom";

component main {public [inputCommitment, ctx]} = Program(32);
